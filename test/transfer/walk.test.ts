import { describe, expect, it } from "vitest";
import { download, MAX_IMPORT_BYTES, MAX_REDIRECTS } from "../../src/transfer/download.ts";
import { MAX_ATTEMPTS, USER_AGENT } from "../../src/transfer/http-client.ts";
import { bring, hastyNet, stubServer } from "../support/services/import.ts";

/** An RSS document of these items, each published on a day of March 2025. */
const rss = (days: readonly number[], next = "") =>
  `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>T</title>${next && `<atom:link rel="prev-archive" href="${next}"/>`}${days
    .map(
      (day) =>
        `<item><title>Day ${day}</title><link>https://a.example/day-${day}-x</link><guid>g${day}</guid><pubDate>${day} Mar 2025 00:00 GMT</pubDate><description>Text of ${next || "the last page"}</description></item>`,
    )
    .join("")}</channel></rss>`;

const slugs = (days: readonly number[]) => days.map((day) => `day-${day}-x`);

describe("a feed with archives", () => {
  it("is followed to its end, each item once, oldest first", async () => {
    const pages: Record<string, string> = {
      "/feed": rss([9, 8, 7], "archive/2"),
      "/archive/2": rss([7, 6, 5], "1"),
      "/archive/1": rss([1, 2, 3]),
    };
    const { address, requested } = await stubServer(({ path }) => ({ body: pages[path] ?? "" }));
    const { articles, leftOut } = await bring(`${address}/feed`, hastyNet());
    expect(Object.keys(articles)).toEqual(slugs([1, 2, 3, 5, 6, 7, 8, 9]));
    expect(articles["day-7-x"]).toMatchObject({ html: "<p>Text of archive/2</p>" });
    expect(leftOut).toEqual({});
    expect(requested.map(({ path }) => path)).toEqual(["/feed", "/archive/2", "/archive/1"]);
    expect(new Set(requested.map(({ headers }) => headers["user-agent"]))).toEqual(new Set([USER_AGENT]));
  });

  it("that leads back to itself is cut there", async () => {
    const pages: Record<string, string> = {
      "/feed": rss([3], "/2"),
      "/2": rss([2], "/1"),
      "/1": rss([1], "/feed"),
    };
    const { address, requested } = await stubServer(({ path }) => ({ body: pages[path] ?? "" }));
    const { articles } = await bring(`${address}/feed`, hastyNet());
    expect(Object.keys(articles)).toEqual(slugs([1, 2, 3]));
    expect(requested).toHaveLength(3);
  });

  it("in JSON is followed by next_url", async () => {
    const page = (day: number, next?: string) =>
      JSON.stringify({
        version: "https://jsonfeed.org/version/1.1",
        title: "T",
        next_url: next,
        items: [
          {
            id: `${day}`,
            url: `https://a.example/day-${day}-x`,
            title: "A",
            content_text: "B",
            date_published: `2025-03-0${day}T00:00:00Z`,
          },
        ],
      });
    const { address } = await stubServer(({ path }) => ({
      body: path === "/f" ? page(2, "/f?before=2") : page(1),
    }));
    expect(Object.keys((await bring(`${address}/f`, hastyNet())).articles)).toEqual(slugs([1, 2]));
  });

  it.each([
    ["is gone", { status: 404 }, /answers 404 Not Found; what is older was not found$/],
    ["is cut off", { body: "<rss version='2.0'><channel>" }, /cut off.*; what is older was not found$/],
  ])("of which a part %s gives the rest and says so", async (_, reply, reason) => {
    const { address } = await stubServer(({ path }) => (path === "/feed" ? { body: rss([3], "/2") } : reply));
    const { articles, leftOut } = await bring(`${address}/feed`, hastyNet());
    expect(Object.keys(articles)).toEqual(slugs([3]));
    expect(leftOut).toEqual({ [`${address}/2`]: expect.stringMatching(reason) });
  });
});

describe("an address", () => {
  it("is asked again while its server is busy, as long as it says", async () => {
    let left = 2;
    const { address } = await stubServer(() => {
      left -= 1;
      return left < 0
        ? { body: "x" }
        : { status: left === 1 ? 503 : 429, headers: left === 1 ? { "retry-after": "7" } : {} };
    });
    const pauses: number[] = [];
    expect(Buffer.from((await download(hastyNet(pauses), address)).bytes).toString()).toBe("x");
    expect(pauses).toEqual([7000, 1000]);
  });

  it("is not waited for for hours", async () => {
    const { address, requested } = await stubServer(() => ({ status: 503, headers: { "retry-after": "7200" } }));
    await expect(download(hastyNet(), address)).rejects.toThrow("answers 503 Service Unavailable");
    expect(requested).toHaveLength(1);
  });

  it("that breaks off is asked again, and then named", async () => {
    const { address, requested } = await stubServer(() => undefined);
    await expect(download(hastyNet(), address)).rejects.toThrow(/^http:.* cannot be reached \(.+\)$/);
    expect(requested).toHaveLength(MAX_ATTEMPTS);
  });

  it("is followed through redirects, and no further than is sensible", async () => {
    const { address, requested } = await stubServer(({ path }) =>
      path === "/end"
        ? { body: "x", headers: { "content-type": "text/html; charset=latin1" } }
        : path === "/loop"
          ? { status: 302, headers: { location: "/loop" } }
          : { status: 301, headers: { location: "/end" } },
    );
    expect(await download(hastyNet(), `${address}/start`)).toMatchObject({
      address: `${address}/end`,
      charset: "latin1",
    });
    await expect(download(hastyNet(), `${address}/loop`)).rejects.toThrow(`redirects more than ${MAX_REDIRECTS} times`);
    expect(requested.filter(({ path }) => path === "/loop")).toHaveLength(MAX_REDIRECTS + 1);
  });

  it("is not followed to what is no web address", async () => {
    const { address } = await stubServer(() => ({
      status: 302,
      headers: { location: "file:///etc/passwd" },
    }));
    await expect(download(hastyNet(), address)).rejects.toThrow("no http or https address");
  });

  it("with more than can be read at once is given up", async () => {
    const piece = new Uint8Array(MAX_IMPORT_BYTES / 4 + 1);
    let [given, cancelled] = [0, false];
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          given += 1;
          controller.enqueue(piece);
        },
        cancel() {
          cancelled = true;
        },
      },
      { highWaterMark: 0 },
    );
    const net = { ...hastyNet(), fetch: async () => new Response(body) };
    await expect(download(net, "https://a.example/endless")).rejects.toThrow(`more than ${MAX_IMPORT_BYTES} bytes`);
    expect(given).toBe(4);
    expect(cancelled).toBe(true);
  });
});
