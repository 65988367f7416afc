import { beforeAll, describe, expect, it } from "vitest";
import { type Ask, FEEDS, header, PAGES, type Question } from "./ask.ts";

/** A request's headers, made from what the representation is known by. */
type Condition = (etag: string, modified: Date) => Record<string, string>;

const tags = (value: (etag: string) => string): Condition => {
  return (etag) => ({ "if-none-match": value(etag) });
};
const since = (value: (modified: Date) => string): Condition => {
  return (_, modified) => ({ "if-modified-since": value(modified) });
};
const shifted = (modified: Date, seconds: number) => new Date(modified.getTime() + seconds * 1000);

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** The obsolete forms of an HTTP-date (RFC 9110, section 5.6.7). */
function rfc850(time: Date): string {
  const [, day = "", month = "", year = "", clock = ""] = time.toUTCString().split(" ");
  return `${WEEKDAYS[time.getUTCDay()]}, ${day}-${month}-${year.slice(2)} ${clock} GMT`;
}
function asctime(time: Date): string {
  const [weekday = "", day = "", month = "", year = "", clock = ""] = time.toUTCString().split(" ");
  return `${weekday.slice(0, 3)} ${month} ${day.replace(/^0/, " ")} ${clock} ${year}`;
}

const CONDITIONS: readonly (readonly [name: string, condition: Condition, status: 200 | 304])[] = [
  ["no condition", () => ({}), 200],
  ["the exact tag", tags((own) => own), 304],
  ["the tag as a weak one", tags((own) => `W/${own}`), 304],
  ["a list with the tag first", tags((own) => `${own}, "other"`), 304],
  ["a list with the tag last", tags((own) => `"a", W/"b" ,"c,d",${own}`), 304],
  ["a list with the tag weak and last", tags((own) => `"a",W/${own}`), 304],
  ["a list with empty members", tags((own) => `, ,${own},`), 304],
  ["the star", tags(() => "*"), 304],
  ["an empty tag", tags(() => '""'), 200],
  ["a weak empty tag", tags(() => 'W/""'), 200],
  ["a wrong tag", tags(() => '"wrong"'), 200],
  ["the star in quotes", tags(() => '"*"'), 200],
  ["a list of wrong tags", tags(() => '"a", "b", W/"c"'), 200],
  ["garbage", tags(() => 'W/ ;=,"'), 200],
  ["the tag without quotes", tags((own) => own.slice(1, -1)), 200],
  ["the tag without its last quote", tags((own) => own.slice(0, -1)), 200],
  ["the beginning of the tag", tags((own) => `${own.slice(0, 8)}"`), 200],
  ["the tag in capitals", tags((own) => own.toUpperCase()), 200],
  ["the tag with something in front", tags((own) => `"x${own.slice(1)}`), 200],
  ["the time of the last change", since((time) => time.toUTCString()), 304],
  ["a second before", since((time) => shifted(time, -1).toUTCString()), 200],
  ["a second after", since((time) => shifted(time, 1).toUTCString()), 304],
  ["a year before", since((time) => shifted(time, -31_536_000).toUTCString()), 200],
  ["the time in the form of RFC 850", since(rfc850), 304],
  ["a second before in the form of RFC 850", since((time) => rfc850(shifted(time, -1))), 200],
  ["the time in the form of asctime", since(asctime), 304],
  ["a second before in the form of asctime", since((time) => asctime(shifted(time, -1))), 200],
  ["a time that is none", since(() => "yesterday"), 200],
  ["a time of ISO 8601", since((time) => time.toISOString()), 200],
  ["a time in another zone", since((time) => time.toUTCString().replace("GMT", "+0530")), 200],
  ["an empty time", since(() => ""), 200],
  ["a day that never was", since(() => "Wed, 31 Feb 2199 00:00:00 GMT"), 200],
  [
    "a wrong tag and a later time: the tag decides",
    (_, time) => ({ "if-none-match": '"wrong"', "if-modified-since": shifted(time, 60).toUTCString() }),
    200,
  ],
  [
    "an empty tag and a later time: the tag decides",
    (_, time) => ({ "if-none-match": '""', "if-modified-since": shifted(time, 60).toUTCString() }),
    200,
  ],
  [
    "the tag and an earlier time: the tag decides",
    (own, time) => ({ "if-none-match": own, "if-modified-since": shifted(time, -60).toUTCString() }),
    304,
  ],
  [
    "the tag and a time that is none: the tag decides",
    (own) => ({ "if-none-match": own, "if-modified-since": "yesterday" }),
    304,
  ],
];

export function conditional(ask: Ask): void {
  describe.each([...FEEDS, ...PAGES])("conditional requests for %s", (path) => {
    let whole: Response;
    let length = 0;

    beforeAll(async () => {
      whole = await ask(path);
      length = (await whole.arrayBuffer()).byteLength;
    });

    it.each(CONDITIONS)("%s", async (_, condition, status) => {
      const headers = condition(header(whole, "etag"), new Date(header(whole, "last-modified")));
      for (const method of ["GET", "HEAD"]) {
        const question: Question = { method, headers };
        const response = await ask(path, question);
        expect(response.status, method).toBe(status);
        for (const name of ["etag", "last-modified", "cache-control"])
          expect(response.headers.get(name)).toBe(whole.headers.get(name));
        expect(header(response, "x-content-type-options")).toBe("nosniff");
        const body = await response.arrayBuffer();
        expect(body.byteLength).toBe(status === 200 && method === "GET" ? length : 0);
      }
    });
  });

  describe("conditional requests", () => {
    it("do not take one format's tag for another's", async () => {
      const tag = header(await ask("/rss.xml"), "etag");
      for (const path of ["/atom.xml", "/feed.json", "/"])
        expect((await ask(path, { headers: { "if-none-match": tag } })).status).toBe(200);
    });

    it("do not take one scope's or length's tag for another's", async () => {
      const tag = header(await ask("/rss.xml"), "etag");
      for (const path of ["/categories/india/rss.xml", "/rss.xml?limit=1"])
        expect((await ask(path, { headers: { "if-none-match": tag } })).status).toBe(200);
    });

    it("are nothing to a method that is not allowed, an error or a probe", async () => {
      const headers = { "if-none-match": "*" };
      expect((await ask("/rss.xml", { method: "POST", headers })).status).toBe(405);
      expect((await ask("/rss.xml?limit=0", { headers })).status).toBe(400);
      expect((await ask("/articles/nothing", { headers })).status).toBe(404);
      expect((await ask("/healthz", { headers })).status).toBe(200);
    });
  });
}
