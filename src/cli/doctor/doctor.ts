import { countNoun } from "../../lib/plural.ts";
import { readEnvironment } from "../../runtime/node/environment.ts";
import { createNodeHubProbe } from "../../runtime/node/hub-client.ts";
import { address } from "../../site/settings.ts";
import type { Site } from "../../site/site.ts";
import { createHttpClient } from "../../transfer/http-client.ts";
import { hubName } from "../../websub/hub-name.ts";
import { isFolder } from "../check.ts";
import { type Command, type Io, parseCommand, UsageError } from "../command.ts";
import { contentFolder } from "../places.ts";
import { checkDeployment } from "./deployment.ts";
import { type Diagnosis, fault, ok, type Tell } from "./diagnosis.ts";
import { checkContent, checkMachine } from "./set-up.ts";

export const doctor: Command = {
  summary: "check set-up and deployment, and say what to do",
  usage: `Usage: harkara doctor [folder] [--url address]

Checks Node, the environment, a content folder (default: CONTENT_DIR, or content) with its settings, and whether its
hubs can be reached. With an address also what is deployed there, as clients reach it: whether it is the site of these
settings, HTTPS, the clock, media types, and whether each proxy passes HEAD, Accept-Encoding, ETag and If-None-Match
through. Nothing is written, and no hub is told of anything. Run it with the environment of the service.

  --url    address of the site, such as https://news.example.org
  --help   print this

Each line begins with ok, warning or fault; below stands what to do. Exit code: 0 no fault, 1 faults, 2 usage.`,

  async run(args, io) {
    const { values, positionals } = parseCommand(args, { url: { type: "string" } }, 1);
    const url = values.url === undefined ? undefined : readUrl(values.url);
    const folder = positionals[0] ?? contentFolder(io);
    const seen: Diagnosis[] = [];
    const tell: Tell = (diagnosis) => {
      seen.push(diagnosis);
      write(diagnosis, io);
    };
    checkMachine(io, tell);
    const reading = readEnvironment(io.env);
    const { siteUrl, database, allowPrivateHubs = false } = "environment" in reading ? reading.environment : {};
    let site: Site | undefined;
    if (await isFolder(folder)) {
      site = await checkContent(folder, { siteUrl, database }, io, tell);
      await checkHubs(site?.hubs ?? [], allowPrivateHubs, io, tell);
    } else if (url === undefined || positionals.length > 0) {
      tell(fault(`there is no folder ${folder}`, "Name the content folder, or set CONTENT_DIR."));
    }
    if (url !== undefined) await checkDeployment(url, site, createHttpClient(io.now), tell);
    const count = (state: Diagnosis["state"]) => seen.filter((each) => each.state === state).length;
    io.out(`${countNoun(count("fault"), "fault")}, ${countNoun(count("warning"), "warning")}`);
    return count("fault") === 0 ? 0 : 1;
  },
};

/** @throws UsageError */
function readUrl(argument: string): string {
  const { success, data } = address.safeParse(argument);
  if (!success) throw new UsageError("--url must be the address of a site, such as https://news.example.org");
  return data;
}

async function checkHubs(hubs: readonly string[], allowPrivate: boolean, io: Io, tell: Tell): Promise<void> {
  const probe = createNodeHubProbe({ allowPrivate, now: io.now });
  for (const hub of hubs) {
    const reason = await probe(hub);
    if (reason === undefined) tell(ok(`the hub ${hubName(hub)} answers`));
    else
      tell(
        fault(`the hub ${hubName(hub)} cannot be told: ${reason}`, "Correct hubs in site.json, or open the way to it."),
      );
  }
}

/** What an answer says may hold anything: control characters become blanks. */
function write({ state, message, remedy }: Diagnosis, io: Io): void {
  io.out(`${state.padEnd(8)}${message.replace(/\p{Cc}+/gu, " ")}`);
  if (remedy !== undefined) io.out(`        ${remedy}`);
}
