import { ChangeBrake } from "../store/change-brake.ts";
import type { IncomingArticle, OutgoingArticle } from "../store/stored-article.ts";
import { FIRST_PAUSE_MS, type HttpClient, MAX_ATTEMPTS, NetError, reasonOf } from "./http-client.ts";
import {
  type Listing,
  readServiceAnswer,
  type ServiceAnswer,
  ServiceClient,
  throwForStatus,
} from "./service-client.ts";
import { CONFIRM, type Delivery, type Origin, type Target } from "./target.ts";

/** Articles of one bulk request to a service: far below what services and the proxies before them take. @limit articles */
export const POSTED_ARTICLES = 100;

/** Bytes of one bulk request to a service: far below what services and the proxies before them take. @limit bytes */
const POSTED_BYTES = 2_097_152;

/** Sources fetched from a service at the same time: enough to hide the way there and back, and no load for the service. @limit articles */
const FETCHED_SOURCES = 8;

/** An article that a target cannot take; the message says which and why. */
export class UnsupportedError extends Error {}

/**
 * A running service as a target, through its API. A failure in the middle does no harm: all may be sent again.
 * @param address of the site
 * @param signal raised when nobody waits any longer
 * @param confirmed whether much of what is there may be changed
 */
export function openServiceTarget(
  net: HttpClient,
  address: string,
  token: string,
  signal?: AbortSignal,
  confirmed = false,
): Target {
  const client = new ServiceClient(net, address, token, signal);
  // The service has a brake for each request; this one counts them together.
  const brake = confirmed ? undefined : new ChangeBrake(() => countListed(client), CONFIRM);
  return {
    async put(articles) {
      const deliveries: Delivery[] = [];
      for (const batch of batchesOf(articles)) {
        const refusal = await brake?.limit([]);
        if (refusal !== undefined) throw new NetError(`${refusal.message}. ${refusal.hint}`);
        const made = await deliver(client, net, batch, confirmed, signal);
        brake?.record(made);
        deliveries.push(...made);
      }
      return deliveries;
    },
    async note(removals) {
      if (removals.length > 0) {
        throw new UnsupportedError("removals are left out: a service takes none over HTTP, only a database does");
      }
    },
    close: async () => undefined,
  };
}

/**
 * Sends articles until each is answered. A line that is refused for the moment (429, 503) or was not answered is sent
 * again; those that were answered are not.
 * @throws NetError
 */
async function deliver(
  client: ServiceClient,
  net: HttpClient,
  articles: readonly IncomingArticle[],
  confirmed: boolean,
  signal: AbortSignal | undefined,
): Promise<readonly Delivery[]> {
  const outcomes = new Map<IncomingArticle, Delivery>();
  let isIdle = 0;
  let trouble = "";
  for (;;) {
    const pending = articles.filter((article) => !outcomes.has(article));
    if (pending.length === 0) return articles.flatMap((article) => outcomes.get(article) ?? []);
    if (isIdle === MAX_ATTEMPTS) throw new NetError(trouble);
    if (isIdle > 0) await net.wait(FIRST_PAUSE_MS * 2 ** (isIdle - 1), signal);
    const response = await client.post(pending, confirmed);
    if (response.status === 413) {
      await response.body?.cancel();
      const [only] = pending;
      if (pending.length === 1 && only !== undefined) {
        outcomes.set(only, {
          kind: "failed",
          message: "the service, or a proxy before it, does not take so much text",
        });
        continue;
      }
      const half = Math.ceil(pending.length / 2);
      for (const part of [pending.slice(0, half), pending.slice(half)]) {
        const deliveries = await deliver(client, net, part, confirmed, signal);
        for (const [index, article] of part.entries()) outcomes.set(article, deliveries[index] ?? LOST);
      }
      continue;
    }
    await throwForStatus(response);
    const previous = outcomes.size;
    trouble = "the service ends its answers early";
    try {
      for await (const line of linesOf(response)) {
        const { line: number, ...outcome } = readServiceAnswer(line, 0);
        const article = number === undefined ? undefined : pending[number - 1];
        if (outcome.kind === "failed" && (outcome.status === 429 || outcome.status === 503)) trouble = outcome.message;
        else if (article !== undefined) outcomes.set(article, deliveryOf(outcome));
      }
    } catch (error) {
      trouble = `the service broke off its answer (${reasonOf(error)})`;
    }
    isIdle = outcomes.size > previous ? 0 : isIdle + 1;
  }
}

const LOST: Delivery = { kind: "failed", message: "the service says nothing of it" };

function deliveryOf(answer: ServiceAnswer): Delivery {
  switch (answer.kind) {
    case "failed":
      return { kind: "failed", message: answer.message };
    case "faulty":
      return answer;
    default:
      return { kind: answer.kind, findings: answer.findings };
  }
}

async function countListed(client: ServiceClient): Promise<number> {
  let count = 0;
  for await (const page of client.list()) count += page.length;
  return count;
}

function* batchesOf(articles: readonly IncomingArticle[]): Generator<readonly IncomingArticle[]> {
  let batch: IncomingArticle[] = [];
  let bytes = 0;
  for (const article of articles) {
    const length = Buffer.byteLength(article.text);
    if (batch.length === POSTED_ARTICLES || (batch.length > 0 && bytes + length > POSTED_BYTES)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(article);
    bytes += length;
  }
  if (batch.length > 0) yield batch;
}

async function* linesOf(response: Response): AsyncGenerator<string> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    yield* lines.filter((line) => line.trim() !== "");
  }
  // What comes without a line's end may be half of one.
  if (rest.trim().endsWith("}")) yield rest;
}

/**
 * A running service as an origin, through its API. It tells neither positions in archives nor removals.
 * @param address of the site
 */
export function openServiceOrigin(net: HttpClient, address: string, token: string, signal?: AbortSignal): Origin {
  const client = new ServiceClient(net, address, token, signal);
  return {
    async count() {
      let count = 0;
      for await (const page of client.list()) count += page.length;
      return count;
    },
    async *articles() {
      for await (const page of client.list()) {
        for (let start = 0; start < page.length; start += FETCHED_SOURCES) {
          const part = page.slice(start, start + FETCHED_SOURCES);
          const fetched = await Promise.all(part.map((listed) => fetchSource(client, listed)));
          yield* fetched.filter((article) => article !== undefined);
        }
      }
    },
    async *removals() {},
    reserved: async () => [],
    close: async () => undefined,
  };
}

async function fetchSource(
  client: ServiceClient,
  { slug, format, tag, modified }: Listing["articles"][number],
): Promise<OutgoingArticle | undefined> {
  const text = await client.get(slug);
  // It was removed since it was listed.
  return text === undefined ? undefined : { slug, format, text, tag, modified, positions: [] };
}
