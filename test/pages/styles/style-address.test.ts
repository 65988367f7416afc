import { describe, expect, it } from "vitest";
import { styleOf } from "../../../src/pages/styles/style-sheet.ts";
import { appOf, contentOf, siteOf } from "../../support/fixtures/content.ts";
import { articleText } from "../../support/stores/folder.ts";

async function open(settings: Record<string, unknown> = {}) {
  const site = await siteOf(settings);
  const app = appOf(await contentOf({ a: articleText("A") }, site));
  const html = await (await app.request(`${site.address}/`)).text();
  const [, address = ""] = /<link rel="stylesheet" href="([^"]+)">/.exec(html) ?? [];
  return { site, app, address };
}

describe("the style sheet", () => {
  it("has its version in the address by which pages name it, and may be kept there for a year", async () => {
    const { site, app, address } = await open();
    expect(address).toMatch(/^\/style\.css\?v=[\w-]{22}$/);
    const response = await app.request(address);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/css; charset=utf-8");
    expect(response.headers.get("cache-control")).toMatch(/^public, max-age=31536000,/);
    expect(await response.text()).toBe(styleOf(site));
  });

  it.each(["/style.css", "/style.css?v=", "/style.css?v=AAAAAAAAAAAAAAAAAAAAAA"])(
    "is kept as any page is at %s",
    async (path) => {
      const { site, app } = await open({ cache: { maxAge: 77 } });
      const response = await app.request(path);
      expect(response.status).toBe(200);
      expect(response.headers.get("cache-control")).toMatch(/^public, max-age=77,/);
      expect(await response.text()).toBe(styleOf(site));
    },
  );

  it("is not sent again to who has it", async () => {
    const { app, address } = await open();
    for (const path of [address, "/style.css"]) {
      const etag = (await app.request(path)).headers.get("etag") ?? "";
      expect(etag).toMatch(/^"[\w-]+-css"$/);
      const again = await app.request(path, { headers: { "if-none-match": etag } });
      expect([again.status, await again.text()]).toEqual([304, ""]);
    }
  });

  it("has another address when the site's colour is another, and the same one when only the title is", async () => {
    const [first, renamed, recoloured] = [
      await open(),
      await open({ title: "Another title" }),
      await open({ colour: "#0b5394" }),
    ];
    expect(renamed.address).toBe(first.address);
    expect(recoloured.address).not.toBe(first.address);
    const old = await recoloured.app.request(first.address);
    expect(old.headers.get("cache-control")).toMatch(/max-age=300,/);
    expect(await old.text()).toBe(styleOf(recoloured.site));
  });

  it("stands below the path of the site's address", async () => {
    const { app, address } = await open({ address: "https://news.example/the/paper" });
    expect(address).toMatch(/^\/the\/paper\/style\.css\?v=/);
    expect((await app.request(`https://news.example${address}`)).status).toBe(200);
  });
});
