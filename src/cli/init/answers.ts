import { basename, resolve } from "node:path";
import type { Variables } from "../../lib/environment/read-variable.ts";
import { parseSite } from "../../site/parse-site.ts";
import type { Io } from "../command.ts";

/** What a new site has to know, by the name of its setting. */
export type Answers = Readonly<Record<keyof typeof QUESTIONS, string>>;

/** What is asked, by the name of the setting. */
export const QUESTIONS = {
  title: { option: "title", question: "Title of the site" },
  address: { option: "address", question: "Address at which people will reach it" },
  language: { option: "language", question: "Language of its articles" },
  timeZone: { option: "time-zone", question: "Time zone" },
} as const;

const NAMES = Object.keys(QUESTIONS) as readonly (keyof Answers)[];

/** What is proposed: the folder's name, this machine until there is a host, the environment's language, the machine's zone. */
export function proposedAnswers(folder: string, env: Variables): Answers {
  const words = basename(resolve(folder))
    .replace(/[-_.\s]+/g, " ")
    .trim();
  return {
    title: words === "" ? "My site" : words.charAt(0).toUpperCase() + words.slice(1),
    address: "http://localhost:8787",
    language: environmentLanguage(env),
    timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

/** The language of a POSIX locale such as `de_AT.UTF-8` (POSIX, section 8.2), as a language tag (BCP 47). */
function environmentLanguage({ LC_ALL, LC_MESSAGES, LANG }: Variables): string {
  const [name = ""] = (LC_ALL || LC_MESSAGES || LANG || "").split(/[.@]/);
  const tag = name.replaceAll("_", "-");
  return /^[A-Za-z]{2,3}(?:-[A-Za-z]{2})?$/.test(tag) ? tag : "en";
}

/**
 * Asks for all that was not given, with a proposal for each. An answer that cannot be is asked for again.
 * @returns nothing if the person breaks off
 */
export async function askAnswers(
  given: Partial<Answers>,
  proposed: Answers,
  ask: NonNullable<Io["ask"]>,
  io: Io,
): Promise<Answers | undefined> {
  const answers = { ...proposed, ...given };
  for (const name of NAMES) {
    while (given[name] === undefined) {
      const answer = await ask(`${QUESTIONS[name].question} [${proposed[name]}]: `);
      if (answer === undefined) return undefined;
      answers[name] = answer.trim() || proposed[name];
      const wrong = await faultOf(name, answers[name], io.now());
      if (wrong === undefined) break;
      io.err(`It ${wrong}.`);
    }
  }
  return answers;
}

/** What is wrong with answers, each with the option that gives it. */
export async function faultsOf(answers: Partial<Answers>, now: Date): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const name of NAMES) {
    const answer = answers[name];
    const wrong = answer === undefined ? undefined : await faultOf(name, answer, now);
    if (wrong !== undefined) faults.push(`--${QUESTIONS[name].option} ${wrong}: “${answer}”`);
  }
  return faults;
}

/** Why a setting cannot be; by the rules of `site.json`. */
async function faultOf(name: keyof Answers, value: string, now: Date): Promise<string | undefined> {
  const settings = { title: "Any", address: "https://news.example", [name]: value };
  const reading = await parseSite(JSON.stringify(settings), now);
  return "faults" in reading ? reading.faults[0].message.replace(`${name}: `, "") : undefined;
}
