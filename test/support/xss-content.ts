import { MAX_QUERY_CHARACTERS, MAX_QUERY_TERMS } from "../../src/search/search-query.ts";
import { XSS_PAYLOADS } from "./xss-payloads.ts";

/** How many payloads stand in one text. */
const TOGETHER = 20;

/** As many payloads as the settings of a site take at a time. */
const SETTINGS_TOGETHER = 65;

/** A list in pieces of at most so many. */
export function pieces<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}

const groups = pieces(XSS_PAYLOADS, TOGETHER);

/** Texts of one line cannot hold line ends. */
const oneLine = (text: string) => text.replace(/[\r\n\u2028\u2029]+/g, " ");

/** A name or label must have a letter or digit that tells it from others. */
const telling = (payload: string, index: number) => `${index} ${oneLine(payload)}`;

function article(index: number, fields: Readonly<Record<string, unknown>>): string {
  const minute = new Date(Date.UTC(2026, 9, 1) + index * 60_000).toISOString();
  return JSON.stringify({ published: minute, readingMinutes: 2, ...fields });
}

/** Articles with payloads in every text of theirs, by the names of their files: twenty in a text, each in each text. */
export function fieldArticles(): Record<string, string> {
  return Object.fromEntries(
    groups.map((payloads, index) => [
      `fields-${index}.json`,
      article(index, {
        headline: oneLine(payloads.join(" ")),
        standfirst: oneLine(payloads.toReversed().join(" ")),
        authors: payloads.map(telling),
        categories: ["Fields", ...payloads.map(telling)],
        picture: {
          address: `https://pictures.example/${oneLine(payloads.join("/"))}`,
          alternative: oneLine(payloads.join(" ")),
        },
        text: [
          ...payloads.map((payload) => `A paragraph of ${oneLine(payload)} and more.`),
          ...payloads.map((payload) => `## ${oneLine(payload)}`),
          ...payloads.map((payload) => `- ${oneLine(payload)}`),
          ...payloads.map((payload) => `> ${oneLine(payload)}`),
          ...payloads.map((payload) => `https://news.example/${oneLine(payload)}`),
          "The end.",
        ].join("\n"),
      }),
    ]),
  );
}

/** Articles whose body is a payload, as others' HTML and as Markdown, by the names of their files. */
export function importedArticles(): Record<string, string> {
  const html = XSS_PAYLOADS.map(
    (payload, index) => [`html-${index}`, { html: `<p>Text.</p>${payload}` }] as const,
  );
  const markdown = XSS_PAYLOADS.map(
    (payload, index) =>
      [`markdown-${index}`, { markdown: `Text.\n\n${payload}\n\nText ${payload}` }] as const,
  );
  // HTML in Markdown is read as the HTML above: of what is nothing else, every other one is enough.
  const bodies = [
    ...html,
    ...markdown.filter((_, index) => index % 2 === 0 || /[[\]`~]/.test(XSS_PAYLOADS[index] ?? "")),
  ];
  return Object.fromEntries(
    bodies.map(([name, body], index) => [
      `${name}.json`,
      article(index, {
        headline: `Imported ${name}`,
        categories: [`Imported ${Math.floor(index / 100)}`],
        ...body,
      }),
    ]),
  );
}

/** Settings with payloads in every text of theirs: each set has some of them, all together have all. */
export function settingsOfPayloads(together = SETTINGS_TOGETHER): Record<string, unknown>[] {
  return pieces(XSS_PAYLOADS, together).map((payloads) => {
    const text = oneLine(payloads.join(" "));
    return {
      title: text,
      description: text,
      copyright: text,
      author: telling(payloads.join(" "), 0),
      icon: `https://pictures.example/${text}`,
      logo: `https://pictures.example/${text}`,
      readers: Object.fromEntries(
        payloads.map((payload, index) => [
          telling(payload, index),
          `https://reader.example/${oneLine(payload)}?feed={feed}`,
        ]),
      ),
      categories: Object.fromEntries(
        payloads.map((payload, index) => [
          telling(payload, index),
          { slug: `c-${index}`, description: index === 0 ? text : oneLine(payload) },
        ]),
      ),
    };
  });
}

/**
 * Questions that hold payloads, as the field takes them: each payload as a phrase, and some of those with quotation marks,
 * which no phrase can hold, as they are as well.
 */
export function questionsOfPayloads(): string[] {
  const phrases = XSS_PAYLOADS.map((payload) => `"${payload.replaceAll('"', "'")}"`);
  const questions = XSS_PAYLOADS.filter((payload) => payload.includes('"')).filter(
    (_, index) => index % 3 === 0,
  );
  let open: string[] = [];
  for (const phrase of phrases) {
    const longer = [...open, phrase];
    if (longer.length > MAX_QUERY_TERMS || longer.join(" ").length > MAX_QUERY_CHARACTERS) {
      questions.push(open.join(" "));
      open = [phrase];
    } else open = longer;
  }
  return [...questions, open.join(" ")];
}
