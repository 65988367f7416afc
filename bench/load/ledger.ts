import type { Reply } from "../support/client.ts";
import { pick } from "../support/random.ts";
import type { Ask } from "./mix.ts";

/** States of an address that are remembered. */
const MAX_STATES = 12;

/** A state of an address: what its tags begin with, whatever the coding. */
interface State {
  readonly base: string;
  /** When a reply with it last arrived. */
  seen: number;
  /** When a later state was known to be in force. */
  replaced: number;
}

interface Address {
  readonly states: State[];
  /** The last validators, by what was accepted. */
  readonly latest: Map<string, { readonly tag: string; readonly modified: string }>;
  readonly tags: string[];
}

/** What is known of the service from its replies; finds those that must not be. */
export interface Ledger {
  readonly latest: (path: string, accepted: string) => { tag: string; modified: string } | undefined;
  /** A tag that the address had before its last one. */
  readonly olderTag: (path: string, random: () => number) => string | undefined;
  /**
   * Takes a reply down.
   * @param sent when its request was sent, in the clock's milliseconds
   * @param received when it was there as a whole
   * @returns what is wrong with it
   */
  readonly enter: (ask: Ask, reply: Reply, sent: number, received: number) => string | undefined;
}

export function createLedger(): Ledger {
  const addresses = new Map<string, Address>();

  const addressOf = (path: string): Address => {
    let address = addresses.get(path);
    if (address === undefined) {
      address = { states: [], latest: new Map(), tags: [] };
      addresses.set(path, address);
    }
    return address;
  };

  /** No state comes twice: one that a later one has replaced must not be told of again. */
  const follow = ({ states }: Address, base: string, sent: number, received: number): string | undefined => {
    const known = states.find((state) => state.base === base);
    if (known !== undefined && known.replaced < sent) {
      return `a state that was replaced ${Math.round(sent - known.replaced)} ms before`;
    }
    if (known !== undefined) known.seen = Math.max(known.seen, received);
    else states.push({ base, seen: received, replaced: Number.POSITIVE_INFINITY });
    // What was last seen before this request was sent, and is not what it got, is the past.
    for (const state of states) {
      if (state.base !== base && state.seen < sent) state.replaced = Math.min(state.replaced, received);
    }
    if (states.length > MAX_STATES) states.shift();
    return undefined;
  };

  return {
    latest: (path, accepted) => addressOf(path).latest.get(accepted),
    olderTag(path, random) {
      const older = addressOf(path).tags.slice(0, -1);
      return older.length === 0 ? undefined : pick(random, older);
    },
    enter(ask, reply, sent, received) {
      const { status, headers } = reply;
      const { etag, "last-modified": modified } = headers;
      if (ask.kind === "unknown") return status === 404 ? undefined : `${status} for an unknown address`;
      const allowed = ALLOWED[ask.kind];
      if (!allowed.includes(status)) return `${status} for a ${ask.kind} request`;
      if (etag === undefined || modified === undefined) return `${status} without validators`;
      const wrong = status === 304 ? checkUnchanged(ask, reply) : checkWhole(ask, reply);
      if (wrong !== undefined) return wrong;
      const address = addressOf(ask.path);
      const base = etag.replace(/-(?:gzip|br)"$/, '"');
      const stale = follow(address, base, sent, received);
      if (stale !== undefined) return `${status} with ${stale}`;
      const state = address.states.find((each) => each.base === base);
      if (state?.replaced === Number.POSITIVE_INFINITY) {
        address.latest.set(ask.headers["accept-encoding"] ?? "", { tag: etag, modified });
        if (!address.tags.includes(etag)) address.tags.push(etag);
        if (address.tags.length > MAX_STATES) address.tags.shift();
      }
      return undefined;
    },
  };
}

const ALLOWED: Readonly<Record<Exclude<Ask["kind"], "unknown">, readonly number[]>> = {
  conditional: [200, 304],
  // Two of its tags may be of the same state in other codings.
  delta: [200, 226, 304],
  head: [200],
  plain: [200],
};

function checkUnchanged({ headers }: Ask, reply: Reply): string | undefined {
  const { etag = "", "last-modified": modified = "" } = reply.headers;
  const condition = headers["if-none-match"];
  const since = headers["if-modified-since"];
  if (reply.body.length > 0) return "304 with a body";
  if (condition !== undefined) return condition === etag ? undefined : `304 with ${etag} for ${condition}`;
  if (since !== undefined && Date.parse(modified) <= Date.parse(since)) return undefined;
  return `304 that nobody asked for (${since ?? "no condition"})`;
}

function checkWhole({ method }: Ask, { status, headers, body }: Reply): string | undefined {
  if (status === 226 && headers.im !== "feed") return "226 without IM: feed";
  const length = Number(headers["content-length"]);
  if (method === "HEAD") return length > 0 ? undefined : "HEAD without a length";
  return length === body.length ? undefined : `${body.length} bytes where ${length} are announced`;
}
