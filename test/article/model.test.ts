import * as fc from "fast-check";
import { expect, it } from "vitest";
import { parseWireArticle } from "../../src/source/wire/parse-wire.ts";
import { CONVENTIONS } from "../source/reading.ts";
import { deskTime } from "../support/fixtures/desk-time.ts";

const MINUTE = 60_000;

/** Whether XML 1.0 lets a character stand (production 2). */
function mayStand(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return (
    code === 0x9 ||
    code === 0xa ||
    code === 0xd ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    code >= 0x10000
  );
}

/** A text of one line as it comes out: without what XML forbids and without blanks at its ends. */
function plain(written: string): string {
  return [...written].filter(mayStand).join("").trim();
}

/** A headline as it comes out: without signs that cannot be seen, and with one blank for several. */
function tidied(written: string): string {
  return plain(written.replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, "")).replace(/\s+/gu, " ");
}

/** Letters of Indian and Arabic scripts would tell another language; that is another test's business. */
const anything = fc
  .oneof(
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: "binary" }),
    fc.lorem({ maxCount: 8 }),
    fc.array(fc.constantFrom(..."<>&;'\"/|#-]![ax \u{1f600}")).map((characters) => characters.join("")),
  )
  .map((text) => text.replace(/[\n\r\u0600-\u0dff]/g, " "));

/** A text that is none of the other lines: it begins with a word and holds no address. */
const text = anything.filter((written) => !/https?:/i.test(written)).map((written) => `It ${written}`);

const minuteOf = (from: string, to: string) =>
  fc
    .integer({ min: Date.parse(from) / MINUTE, max: Date.parse(to) / MINUTE })
    .map((minutes) => new Date(minutes * MINUTE));

const name = fc
  .array(fc.constantFrom("Asha", "Anand", "Sandra", "Brand", "S.", "R.", "आशा", "D’Souza", "Ōe", "Z"), {
    minLength: 1,
    maxLength: 4,
  })
  .map((words) => `${words.join(" ")} Rao`);

const label = fc.stringMatching(/^[A-Z][a-z]{0,8}( (& )?[A-Z][a-z]{0,8})?$/);

/** A block of the body: its lines as they are written, and what it is. */
const block = fc.oneof(
  text.map((written) => ({ kind: "p", mark: "", text: `${plain(written)}.` })),
  text.map((written) => ({ kind: "h2", mark: "## ", text: plain(written) })),
  text.map((written) => ({ kind: "quotation", mark: "> ", text: plain(written) })),
  text.map((written) => ({ kind: "li", mark: "- ", text: plain(written) })),
);

const model = fc.record({
  published: minuteOf("1973-01-01", "2099-12-31"),
  later: fc.option(fc.integer({ min: 0, max: 3_000_000 })),
  zone: fc.constantFrom("IST", "Asia/Kolkata", "+05:30"),
  headline: text,
  standfirst: fc.option(text),
  names: fc.uniqueArray(name, { maxLength: 5 }),
  picture: fc.option(fc.record({ path: fc.webPath().filter((path) => !/[.?#|]/.test(path)), alternative: text })),
  labels: fc.uniqueArray(label, { maxLength: 6, selector: slugOf }),
  minutes: fc.option(fc.integer({ min: 0, max: 9_999 })),
  body: fc.array(block, { minLength: 1, maxLength: 8 }),
});

type Model = typeof model extends fc.Arbitrary<infer T> ? T : never;

/** How it is written down: none of it may show in what is read. */
const style = fc.record({
  mark: fc.constantFrom("", "\ufeff"),
  ends: fc.array(fc.constantFrom("\n", "\r\n", "\r", "\n\n", "\r\n \t\r\n", "\n\u00a0\n", "\u0000\n"), {
    minLength: 1,
  }),
  trail: fc.array(fc.constantFrom("", " ", "\t \t", "\u00a0", "\u0001", "\ud800 "), { minLength: 1 }),
  bylineAt: fc.constantFrom("top", "middle", "bottom"),
  pictureAt: fc.constantFrom("top", "middle", "bottom"),
});

type Style = typeof style extends fc.Arbitrary<infer T> ? T : never;

/** For labels and names of letters, blanks, `&`, `’`, `.` and `-` only. */
function slugOf(words: string): string {
  return words
    .toLowerCase()
    .split(/[ &’.-]+/)
    .join("-");
}

function write(article: Model, how: Style): string {
  const { names, picture } = article;
  const last = names.at(-1);
  const byline = names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
  const movable = [
    { at: how.bylineAt, line: byline === undefined ? undefined : `By ${byline}` },
    {
      at: how.pictureAt,
      line: picture === null ? undefined : `Image: https://a.example/x${picture.path} | ${picture.alternative}`,
    },
  ];
  const movedTo = (place: string) => movable.filter(({ at }) => at === place).map(({ line }) => line);
  const indian = (instant: number) => deskTime(new Date(instant + 330 * MINUTE), article.zone);
  const published = article.published.getTime();
  const lines = [
    `Published ${indian(published)}`,
    article.headline,
    ...movedTo("top"),
    article.standfirst ?? undefined,
    ...movedTo("middle"),
    ...article.labels.map((each) => `- ${each}`),
    // Without a label a body could not be told from a standfirst.
    `- ${article.minutes ?? "Last Label"}${article.minutes === null ? "" : " min read"}`,
    ...movedTo("bottom"),
    ...article.body.map(({ mark, text }) => mark + text),
    article.later === null ? undefined : `Updated ${indian(published + article.later * MINUTE)}`,
  ].filter((line) => line !== undefined);
  return (
    how.mark +
    lines.map((line, index) => line + how.trail[index % how.trail.length] + how.ends[index % how.ends.length]).join("")
  );
}

/** The body's HTML, written from its blocks. */
function htmlOf(blocks: Model["body"]): string {
  const around = { p: "", h2: "", li: "ul", quotation: "blockquote" };
  let html = "";
  let open = "";
  for (const { kind, text } of blocks) {
    const group = around[kind as keyof typeof around];
    if (group !== open) {
      html += open === "" ? "" : `</${open}>\n`;
      html += group === "" ? "" : `<${group}>\n`;
      open = group;
    }
    const element = kind === "quotation" ? "p" : kind;
    const escaped = text.split("&").join("&amp;").split("<").join("&lt;").split(">").join("&gt;");
    html += `<${element}>${escaped}</${element}>\n`;
  }
  return (html + (open === "" ? "" : `</${open}>\n`)).slice(0, -1);
}

it("what is written down from an article reads back as that article", { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(model, style, (article, how) => {
      const labels = [...article.labels, ...(article.minutes === null ? ["Last Label"] : [])];
      // A list that began right below the labels would be labels.
      fc.pre(article.body[0]?.kind !== "li");
      const reading = parseWireArticle(write(article, how), "a-slug", CONVENTIONS);
      expect(reading).toEqual({
        findings: [],
        article: {
          slug: "a-slug",
          headline: tidied(article.headline),
          standfirst: article.standfirst === null ? null : plain(article.standfirst),
          authors: article.names.map((each) => ({ name: each, slug: slugOf(each) })),
          picture:
            article.picture === null
              ? null
              : {
                  address: new URL(`https://a.example/x${article.picture.path}`).href,
                  alternative: plain(article.picture.alternative),
                  type: "application/octet-stream",
                },
          categories: labels.map((each) => ({ label: each, slug: slugOf(each) })),
          readingMinutes: article.minutes,
          language: "en-IN",
          published: article.published,
          updated: new Date(article.published.getTime() + (article.later ?? 0) * MINUTE),
          html: htmlOf(article.body),
        },
      });
    }),
    { seed: 7, numRuns: 2_000 },
  );
});
