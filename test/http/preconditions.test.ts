import { afterAll, beforeAll, expect, it } from "vitest";
import type { ContentCoding } from "../../src/http/content-coding.ts";
import { contentOf, NOW, siteOf } from "../support/fixtures/content.ts";
import { exchange, ownHeaders, send, type Wire, wireOf } from "../support/readers/poll-client.ts";
import { askUntilCoded, type Desk, deskOf, headerOf, textsOf } from "../support/services/app.ts";

/*
 * RFC 9110, section 13.2.2, as far as it is for GET and HEAD of a resource with strong validators: If-None-Match
 * decides where it is sent, If-Modified-Since only where it is not. In the columns of the conditions, `plain`, `gzip`
 * and `br` stand for the entity tags of the three encodings, `other` for one that was never ours, `foreign` for the
 * tag of the same feed in another format; `=`, `-1` and `+1` for the date of Last-Modified and a second to either
 * side; `-` for a header that is not sent. The last column is the encoding that the answer is in, or is about.
 */
const TABLE = `
GET     | -                 | -                   | -                 | 200 | plain
GET     | gzip              | -                   | -                 | 200 | gzip
GET     | br                | -                   | -                 | 200 | br
GET     | br, gzip          | -                   | -                 | 200 | br
GET     | deflate           | -                   | -                 | 200 | plain
GET     | -                 | "plain"             | -                 | 304 | plain
GET     | gzip              | "gzip"              | -                 | 304 | gzip
GET     | br                | "br"                | -                 | 304 | br
GET     | br, gzip          | "br"                | -                 | 304 | br
GET     | br, gzip          | "gzip"              | -                 | 304 | gzip
GET     | br, gzip          | "plain"             | -                 | 304 | plain
GET     | gzip              | "br"                | -                 | 200 | gzip
GET     | br                | "gzip"              | -                 | 200 | br
GET     | -                 | "gzip"              | -                 | 200 | plain
GET     | identity          | "br"                | -                 | 200 | plain
GET     | gzip;q=0          | "gzip"              | -                 | 200 | plain
GET     | gzip, identity;q=0| "plain"             | -                 | 200 | gzip
GET     | gzip              | W/"gzip"            | -                 | 304 | gzip
GET     | -                 | W/"plain"           | -                 | 304 | plain
GET     | -                 | W/"other"           | -                 | 200 | plain
GET     | -                 | w/"other"           | -                 | 200 | plain
GET     | -                 | *                   | -                 | 304 | plain
GET     | gzip              | *                   | -                 | 304 | gzip
GET     | br                |  *                  | -                 | 304 | br
GET     | -                 | "*"                 | -                 | 200 | plain
GET     | -                 | "other"             | -                 | 200 | plain
GET     | -                 | "foreign"           | -                 | 200 | plain
GET     | gzip              | "foreign"           | =                 | 200 | gzip
GET     | -                 | "other", "plain"    | -                 | 304 | plain
GET     | -                 | "plain", "other"    | -                 | 304 | plain
GET     | -                 | "other","plain"     | -                 | 304 | plain
GET     | gzip              | "a,b", W/"gzip"     | -                 | 304 | gzip
GET     | gzip              | , "other",, "gzip" ,| -                 | 304 | gzip
GET     | br, gzip          | "gzip", "br"        | -                 | 304 | br
GET     | -                 | ""                  | -                 | 200 | plain
GET     | -                 | plain               | -                 | 200 | plain
GET     | -                 | 'plain'             | -                 | 200 | plain
GET     | -                 | "plain              | -                 | 200 | plain
GET     | -                 | plain"              | -                 | 200 | plain
GET     | -                 | -                   | =                 | 304 | plain
GET     | gzip              | -                   | =                 | 304 | gzip
GET     | br                | -                   | =                 | 304 | br
GET     | br, gzip          | -                   | =                 | 304 | br
GET     | -                 | -                   | +1                | 304 | plain
GET     | -                 | -                   | -1                | 200 | plain
GET     | gzip              | -                   | -1                | 200 | gzip
GET     | -                 | -                   | = (RFC 850)       | 304 | plain
GET     | -                 | -                   | -1 (RFC 850)      | 200 | plain
GET     | -                 | -                   | = (asctime)       | 304 | plain
GET     | -                 | -                   | -1 (asctime)      | 200 | plain
GET     | -                 | -                   | = (ISO 8601)      | 200 | plain
GET     | -                 | -                   | = (seconds)       | 200 | plain
GET     | -                 | -                   | yesterday         | 200 | plain
GET     | -                 | -                   | 0                 | 200 | plain
GET     | -                 | "plain"             | =                 | 304 | plain
GET     | -                 | "plain"             | -1                | 304 | plain
GET     | -                 | "plain"             | yesterday         | 304 | plain
GET     | -                 | "other"             | =                 | 200 | plain
GET     | -                 | "other"             | +1                | 200 | plain
GET     | -                 | "other"             | -1                | 200 | plain
GET     | -                 | ""                  | =                 | 200 | plain
GET     | -                 | *                   | -1                | 304 | plain
GET     | gzip              | "gzip"              | -1                | 304 | gzip
GET     | br, gzip          | "other"             | =                 | 200 | br
HEAD    | -                 | -                   | -                 | 200 | plain
HEAD    | gzip              | -                   | -                 | 200 | gzip
HEAD    | br, gzip          | -                   | -                 | 200 | br
HEAD    | -                 | "plain"             | -                 | 304 | plain
HEAD    | gzip              | "gzip"              | -                 | 304 | gzip
HEAD    | br, gzip          | "gzip"              | -                 | 304 | gzip
HEAD    | gzip              | "br"                | -                 | 200 | gzip
HEAD    | -                 | W/"plain"           | -                 | 304 | plain
HEAD    | -                 | *                   | -                 | 304 | plain
HEAD    | -                 | "other"             | =                 | 200 | plain
HEAD    | -                 | "plain"             | -1                | 304 | plain
HEAD    | -                 | -                   | =                 | 304 | plain
HEAD    | br                | -                   | +1                | 304 | br
HEAD    | gzip              | -                   | -1                | 200 | gzip
HEAD    | -                 | -                   | yesterday         | 200 | plain
POST    | gzip              | "gzip"              | -                 | 405 | -
POST    | -                 | *                   | -                 | 405 | -
PUT     | -                 | "plain"             | =                 | 405 | -
DELETE  | -                 | -                   | =                 | 405 | -
OPTIONS | -                 | "plain"             | -                 | 204 | -
`;

const ROWS = TABLE.trim()
  .split("\n")
  .map((row) => row.split("|").map((cell) => cell.trim()) as [string, string, string, string, string, string]);

const TARGETS = ["/rss.xml", "/atom.xml", "/feed.json"] as const;
const CODINGS: Readonly<Record<string, ContentCoding>> = { plain: "identity", gzip: "gzip", br: "br" };

let client: Desk;
let slow: Wire;
let fast: Wire;

beforeAll(async () => {
  const site = await siteOf({ hubs: ["https://hub.example/"] });
  const drafts = {
    a: { published: "2026-11-01T10:00:00Z" },
    b: { published: "2026-11-02T10:00:00Z", body: "word ".repeat(500) },
  };
  client = deskOf(await contentOf(textsOf(drafts), site));
  for (const target of [...TARGETS, "/"]) {
    await client.ask(target);
    await askUntilCoded(client, target, "br");
  }
  slow = await wireOf(client, false);
  fast = await wireOf(client, true);
});

afterAll(async () => {
  await slow.close();
  await fast.close();
});

/** The entity tags of an address, by the names that the table has for them. */
async function tagsOf(target: string): Promise<Record<string, string>> {
  const tags: Record<string, string> = { other: '"0123456789abcdefghijkl-rss"' };
  for (const [name, coding] of Object.entries(CODINGS))
    tags[name] = headerOf(await client.ask(target, { "accept-encoding": coding }), "etag");
  tags.foreign = headerOf(await client.ask(target === "/rss.xml" ? "/atom.xml" : "/rss.xml"), "etag");
  return tags;
}

function dateOf(cell: string, modified: Date): string {
  const match = /^(=|-1|\+1)(?: \((.*)\))?$/.exec(cell);
  if (match === null) return cell;
  const date = new Date(modified.getTime() + (match[1] === "=" ? 0 : Number(match[1])) * 1000);
  const imf = date.toUTCString();
  const [weekday = "", day = "", month = "", year = "", time = ""] = imf.replace(",", "").split(" ");
  switch (match[2]) {
    case "RFC 850":
      return `${weekday}day, ${day}-${month}-${year.slice(2)} ${time} GMT`;
    case "asctime":
      return `${weekday} ${month} ${day.replace(/^0/, " ")} ${time} ${year}`;
    case "ISO 8601":
      return date.toISOString();
    case "seconds":
      return String(date.getTime() / 1000);
    default:
      return imf;
  }
}

it("the table has 60 rows or more, each of them once", () => {
  expect(ROWS.length).toBeGreaterThanOrEqual(60);
  expect(new Set(ROWS.map(String)).size).toBe(ROWS.length);
});

for (const target of [...TARGETS, "/"]) {
  it.each(ROWS)(
    `${target}: %s, Accept-Encoding %s, If-None-Match %s, If-Modified-Since %s: %s about %s`,
    async (method, encoding, match, since, status, about) => {
      const tags = await tagsOf(target);
      const full = await client.ask(target);
      const headers: [string, string][] = [];
      if (encoding !== "-") headers.push(["accept-encoding", encoding]);
      if (match !== "-") {
        const named = match.replace(/"(plain|gzip|br|other|foreign)"/g, (_, name: string) => tags[name] ?? "");
        const bare = named.replace(/\bplain\b/, (name) => (tags[name] ?? "").slice(1, -1));
        headers.push(["if-none-match", bare]);
      }
      if (since !== "-") {
        const modified = new Date(headerOf(full, "last-modified"));
        headers.push(["if-modified-since", dateOf(since, modified)]);
      }

      const response = await client.ask(target, Object.fromEntries(headers), method);
      const before = fast.slow();
      const wired = [await send(slow.port, method, target, headers), await send(fast.port, method, target, headers)];
      // What is ready is answered without the app; all else is not.
      expect(fast.slow() - before).toBe(["GET", "HEAD"].includes(method) ? 0 : 1);

      expect(response.status).toBe(Number(status));
      if (about !== "-") {
        expect(response.headers.get("etag")).toBe(tags[about]);
        expect(response.headers.get("content-encoding") ?? "plain").toBe(about);
      }
      const body = Buffer.from(await response.arrayBuffer());
      for (const each of wired) expect(each.status).toBe(response.status);
      if (method === "GET" || method === "HEAD") {
        expect(body.length > 0).toBe(method === "GET" && status === "200");
        for (const each of wired) {
          expect(ownHeaders(each.headers)).toEqual(ownHeaders(response.headers));
          expect(each.body.equals(body)).toBe(true);
        }
      }
      if (status === "304") {
        const same = await client.ask(target, { "accept-encoding": CODINGS[about] ?? "" });
        for (const name of [
          "etag",
          "cache-control",
          "vary",
          "last-modified",
          "link",
          "access-control-allow-origin",
          "access-control-expose-headers",
        ]) {
          expect(response.headers.get(name), name).toBe(same.headers.get(name));
        }
        for (const { headers: own, body: none } of wired) {
          expect(none).toHaveLength(0);
          expect(own).not.toHaveProperty("content-length");
          expect(own).not.toHaveProperty("transfer-encoding");
        }
      }
      if (method === "HEAD" && status === "200") {
        const got = await client.ask(target, { "accept-encoding": CODINGS[about] ?? "" });
        const length = String((await got.arrayBuffer()).byteLength);
        for (const { headers: own } of wired) expect(own["content-length"]).toBe(length);
      }
    },
  );
}

it("each encoding has a strong entity tag of its own, and so has each format", async () => {
  const tags: string[] = [];
  for (const target of TARGETS) {
    const { plain, gzip, br } = await tagsOf(target);
    tags.push(plain ?? "", gzip ?? "", br ?? "");
  }
  for (const tag of tags) expect(tag).toMatch(/^"[\x21\x23-\x7e]+"$/);
  expect(new Set(tags).size).toBe(9);
});

it.each([
  ["If-None-Match in two fields is one list", "if-none-match", ['"other"', '"plain"'], 304],
  ["Accept-Encoding in two fields is one list", "accept-encoding", ["br;q=0", "gzip"], 200],
  // RFC 9110, section 13.1.3: a recipient must ignore the field if it has more than one member.
  ["If-Modified-Since in two fields says nothing", "if-modified-since", ["+1", "+1"], 200],
] as const)("%s, through the app and on the fast path", async (_, name, values, status) => {
  const tags = await tagsOf("/rss.xml");
  const modified = new Date(headerOf(await client.ask("/rss.xml"), "last-modified"));
  const headers = values.map(
    (value) =>
      [
        name,
        dateOf(
          value.replace(/"(\w+)"/, (_all, tag: string) => tags[tag] ?? ""),
          modified,
        ),
      ] as const,
  );
  const answers = [
    await send(slow.port, "GET", "/rss.xml", headers),
    await send(fast.port, "GET", "/rss.xml", headers),
  ];
  expect(answers.map((answer) => answer.status)).toEqual([status, status]);
  expect(ownHeaders(answers[1]?.headers ?? {})).toEqual(ownHeaders(answers[0]?.headers ?? {}));
});

it("a 304 carries the entity tag that a 200 to the same request would have carried", async () => {
  const site = await siteOf();
  const content = await contentOf(textsOf({ a: { published: "2026-11-01T10:00:00Z" } }), site);
  const never = new Promise<never>(() => {});
  // Brotli is never ready here: what a 200 is coded in is gzip.
  const compression = {
    codings: () => ["br", "gzip"] as const,
    compress: async (bytes: Uint8Array<ArrayBuffer>, coding: ContentCoding) => (coding === "br" ? never : bytes),
  };
  const headers = { "accept-encoding": "br, gzip" };
  const full = await deskOf(content, { compression }).ask("/rss.xml", headers);
  for (const condition of [{ "if-modified-since": NOW.toUTCString() }, { "if-none-match": "*" }]) {
    const response = await deskOf(content, { compression }).ask("/rss.xml", { ...headers, ...condition });
    expect(response.status).toBe(304);
    expect(response.headers.get("etag")).toBe(full.headers.get("etag"));
  }
});

it("on one connection the next answer begins where a HEAD or a 304 ends", async () => {
  const { plain } = await tagsOf("/rss.xml");
  for (const { port } of [slow, fast]) {
    const requests = [
      "HEAD /rss.xml HTTP/1.1\r\nHost: a\r\n\r\n",
      `GET /rss.xml HTTP/1.1\r\nHost: a\r\nIf-None-Match: ${plain}\r\n\r\n`,
      `HEAD /rss.xml HTTP/1.1\r\nHost: a\r\nIf-None-Match: ${plain}\r\n\r\n`,
      "GET /rss.xml HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    ];
    const parts = (await exchange(port, requests.join(""))).toString("latin1").split("\r\n\r\n");
    expect(parts.slice(0, 4).map((part) => part.slice(0, 12))).toEqual([
      "HTTP/1.1 200",
      "HTTP/1.1 304",
      "HTTP/1.1 304",
      "HTTP/1.1 200",
    ]);
    const length = /content-length: (\d+)/i.exec(parts[3] ?? "")?.[1];
    expect(parts[4]).toHaveLength(Number(length));
    expect(parts).toHaveLength(5);
  }
});

it("the fast path answers only what it knows: unknown addresses and queries go through the app", async () => {
  const before = fast.slow();
  const answers = await Promise.all(
    ["/rss.xml?x=1", "/nothing.xml", "/rss.xml?limit=0"].map((target) => send(fast.port, "GET", target)),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 404, 400]);
  expect(fast.slow() - before).toBe(3);
});
