import { TOKEN } from "../services/publishing.ts";
import type { Service } from "../services/service.ts";
import { type History, readFeed } from "./history.ts";
import { crashText, type Deed } from "./texts.ts";

const AUTHORIZATION = { authorization: `Bearer ${TOKEN}` };

/** Asks for deeds, all at once if there are several, and has what is acknowledged noted; fails when it is refused. */
export async function publish(service: Service, history: History, deeds: readonly Deed[]): Promise<void> {
  for (const deed of deeds) history.ask(deed);
  const [first] = deeds;
  if (first === undefined) return;
  const expected = deeds.length === 1 ? await publishOne(service, first) : await publishAll(service, deeds);
  if (!expected) throw new Error(`${JSON.stringify(deeds)} was refused`);
  history.acknowledge();
}

async function publishOne(service: Service, [slug, version]: Deed): Promise<boolean> {
  const path = `/api/articles/${slug}`;
  if (version === null) {
    const removed = await service.fetch(path, { method: "DELETE", headers: AUTHORIZATION });
    await removed.text();
    return removed.status === 204 || removed.status === 404;
  }
  const headers = { ...AUTHORIZATION, "content-type": "text/plain" };
  const put = await service.fetch(path, { method: "PUT", headers, body: crashText(slug, version) });
  await put.text();
  return put.status === 200 || put.status === 201;
}

async function publishAll(service: Service, deeds: readonly Deed[]): Promise<boolean> {
  const lines = deeds.map(([slug, version]) =>
    version === null ? { slug, remove: true } : { slug, format: "wire", source: crashText(slug, version) },
  );
  const response = await service.fetch("/api/articles?yes", {
    method: "POST",
    headers: { ...AUTHORIZATION, "content-type": "application/x-ndjson" },
    body: lines.map((line) => `${JSON.stringify(line)}\n`).join(""),
  });
  const answers = (await response.text()).split("\n").slice(0, -1);
  const statuses = answers.map((line) => (JSON.parse(line) as { status: number }).status);
  return statuses.length === deeds.length && statuses.every((status) => [200, 201, 204, 404].includes(status));
}

/** Reads a feed again and again as a reader does, with its validator. */
export class Reader {
  readonly #history: History;
  #tag = "";
  #feed = "";
  /** Polls by the status that they were answered. */
  readonly statuses = new Map<number, number>();

  constructor(history: History) {
    this.#history = history;
  }

  /** Polls once; fails when what it shows is none of the states that may be at this time. */
  async poll(service: Service): Promise<void> {
    const from = this.#history.acknowledged;
    const headers = this.#tag === "" ? {} : { "if-none-match": this.#tag };
    const response = await service.fetch("/feed.json?limit=100", { headers });
    const body = await response.text();
    if (response.status === 200) {
      this.#feed = readFeed(body);
      this.#tag = response.headers.get("etag") ?? "";
    }
    this.statuses.set(response.status, (this.statuses.get(response.status) ?? 0) + 1);
    if (response.status !== 200 && response.status !== 304) throw new Error(`${response.status}: ${body}`);
    if (!this.#history.shows(this.#feed, from))
      throw new Error(`${response.status}: none of the states since ${from}: ${this.#feed}`);
  }
}
