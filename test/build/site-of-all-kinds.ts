import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Folder } from "../../src/store/folder/folder.ts";
import { type Desk, deskOf } from "../support/services/app.ts";
import { articleText, contentFolder, SITE } from "../support/stores/folder.ts";
import { buildingOf } from "./building.ts";

/** Late enough that nothing was changed in the last seconds, when dates are told with care. */
const LATER = new Date(Math.floor(Date.now() / 1000) * 1000 + 3_600_000);

/** Articles: more than two pages of the archive, so that every kind of link is there. */
const COUNT = 212;

/** A site with every kind of address, built and served by the app. */
export interface BuiltSite {
  readonly out: string;
  readonly desk: Desk;
  /** The address of the site. */
  readonly address: string;
}

export async function builtSite(address: string): Promise<BuiltSite> {
  const texts = Object.fromEntries(
    Array.from({ length: COUNT }, (_, number) => {
      const label = ["India", "Sport", "Kultur & Küche", "भारत"][number % 4] ?? "";
      const text = articleText(`Story ${number}`, "One plain sentence.", number).replace("- India", `- ${label}`);
      return [`story-${number}`, number % 3 === 0 ? text.replace("What it is about.", "$&\nBy Ævar & Söhne") : text];
    }),
  );
  const odd = { "x.html": articleText("X"), समाचार: articleText("H"), "a b%c?d": articleText("Odd") };
  const settings = { ...SITE, address, hubs: ["https://hub.example/?a=1&b=2", "https://other.example/"], pageSize: 30 };
  const content = await contentFolder({ ...texts, ...odd, removed: articleText("R") }, settings);
  const folder = new Folder(content, { now: () => new Date(), skipSettling: true });
  await folder.scan();
  await rm(join(content, "articles/removed.txt"));
  await folder.scan();
  const { site, store } = folder.state;
  if (site === undefined || store === undefined) throw new Error(JSON.stringify(folder.state.faults));
  const { out, build } = await buildingOf(content);
  const { code, err } = await build([], LATER);
  if (code !== 0) throw new Error(err.join("\n"));
  // What the build knows of the folder is what a service knows that starts now.
  const fresh = new Folder(content, { now: () => new Date(), skipSettling: true });
  await fresh.scan();
  return { out, address, desk: deskOf({ site, store: fresh.state.store ?? store }, { now: LATER }) };
}

/** Every address that links lead to from the front page on, but those of searches. */
export async function crawl({ desk, address }: BuiltSite): Promise<readonly string[]> {
  const origin = new URL(address).origin;
  const prefix = address.slice(origin.length);
  const found = new Set([`${prefix}/`, ...["/robots.txt", "/sitemap.xml", "/news-sitemap.xml"].map((p) => prefix + p)]);
  for (const path of found) {
    const response = await desk.ask(path);
    if (response.status !== 200) throw new Error(`${path}: ${response.status}`);
    const text = new TextDecoder().decode(await response.arrayBuffer());
    const links = [
      ...[...text.matchAll(/(?:href|action)="(\/[^"]*)"/g)].map(([, link = ""]) => link),
      ...[...text.matchAll(/https?:[^\s"'<>\\]*/g)]
        .map(([link]) => link)
        .filter((link) => link.startsWith(`${address}/`)),
    ];
    for (const link of links) {
      const { pathname, search } = new URL(link.replaceAll("&amp;", "&"), origin);
      const isSearch = pathname.startsWith(`${prefix}/search`) && pathname + search !== `${prefix}/search`;
      if (!isSearch && !/%7B/.test(search)) found.add(pathname + search);
    }
  }
  return [...found];
}
