import { describe, expect, it } from "vitest";
import { importArticles } from "../../src/import/import-articles.ts";
import type { ImportEntry } from "../../src/import/item.ts";
import { openSource } from "../../src/import/open-source.ts";
import { type HttpClient, NetError } from "../../src/transfer/http-client.ts";
import { openServiceOrigin, openServiceTarget } from "../../src/transfer/service.ts";
import { ServiceClient } from "../../src/transfer/service-client.ts";
import { NOW } from "../support/fixtures/content.ts";
import { all, fixture, NO_NET } from "../support/services/import.ts";
import { publishing, TOKEN } from "../support/services/publishing.ts";
import { articleText } from "../support/stores/folder.ts";

const ADDRESS = "https://news.example";

/** The publishing API itself, at the other end of a network without wires. */
async function service() {
  const { api, site } = await publishing();
  const net: HttpClient = { ...NO_NET, fetch: async (request) => api.request(request) };
  return { net, site };
}

const entry = (slug: string, text: string): ImportEntry => ({
  kind: "article",
  name: `${slug}.txt`,
  incoming: { slug, format: "wire", text },
});

async function* entriesOf(entries: readonly ImportEntry[]) {
  yield* entries;
}

describe("the publishing API as a target and an origin", () => {
  it("takes a WordPress export, again without doubles, and gives it back in its very bytes", async () => {
    const { net, site } = await service();
    const target = openServiceTarget(net, ADDRESS, TOKEN);
    const run = async () => {
      const opened = await openSource(fixture("wordpress.xml"), { site, net, onNote: () => undefined });
      const entries = await all(opened.entries);
      const tally = await importArticles(entriesOf(entries), target, {
        onOmission: () => undefined,
        onProgress: () => undefined,
      });
      return { tally, entries };
    };
    const none = { changed: 0, leftOut: 5, interrupted: false };
    const { tally, entries } = await run();
    expect(tally).toEqual({ ...none, created: 6, same: 0 });
    expect((await run()).tally).toEqual({ ...none, created: 0, same: 6 });

    const origin = openServiceOrigin(net, ADDRESS, TOKEN);
    expect(await origin.count()).toBe(6);
    const sent = entries.flatMap((each) => (each.kind === "article" ? each.incoming : []));
    const back = (await all(origin.articles())).map(({ slug, format, text }) => ({ slug, format, text }));
    expect(new Set(back)).toEqual(new Set(sent));
    expect((await all(origin.articles())).map(({ modified }) => modified)).toEqual(Array(6).fill(NOW));
  });

  it("names the faults that it finds, and takes what has none", async () => {
    const { net } = await service();
    const reasons: string[] = [];
    const entries = [
      entry("good", articleText("Good")),
      entry("bad", "Published 25:05 IST, March 31st 2025\nA\nB\n- C\nD\n"),
      entry("bad..slug", articleText("Bad")),
    ];
    const tally = await importArticles(entriesOf(entries), openServiceTarget(net, ADDRESS, TOKEN), {
      onOmission: ({ reason }) => reasons.push(reason),
      onProgress: () => undefined,
    });
    expect(tally).toEqual({ created: 1, changed: 0, same: 0, leftOut: 2, interrupted: false });
    expect(reasons).toEqual([expect.stringMatching(/^bad\.txt:1:11 no-such-hour /), expect.stringMatching(/\w/)]);
  });

  it("takes one article at a time, and tells what came of it", async () => {
    const { net } = await service();
    const client = new ServiceClient(net, ADDRESS, TOKEN);
    const put = (text: string) => client.put({ slug: "rain", format: "wire", text });
    expect(await put(articleText("Rain"))).toMatchObject({
      kind: "created",
      address: `${ADDRESS}/articles/rain`,
    });
    expect(await put(articleText("Rain"))).toMatchObject({ kind: "same" });
    expect(await put(articleText("More rain"))).toMatchObject({ kind: "changed" });
    expect(await put("nothing")).toMatchObject({
      kind: "faulty",
      findings: [expect.objectContaining({ code: "no-published" }), expect.anything()],
    });
    expect(await client.get("rain")).toBe(articleText("More rain"));
    expect(await client.get("sun")).toBeUndefined();
  });

  it("takes nothing with the wrong token", async () => {
    const { net } = await service();
    const target = openServiceTarget(net, ADDRESS, "wrong");
    await expect(target.put([{ slug: "a", format: "wire", text: articleText("A") }])).rejects.toThrow(NetError);
  });
});
