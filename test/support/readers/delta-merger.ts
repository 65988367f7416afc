/** An entry as a client holds it. */
export interface Held {
  readonly id: string;
  readonly published: string;
  /** Everything that the feed says of it. */
  readonly item: unknown;
}

/** A reader of a JSON Feed that merges deltas as docs/polling.md says. */
export interface Merger {
  readonly held: readonly Held[];
  readonly statuses: readonly number[];
  readonly poll: (ask: Ask) => Promise<void>;
}

type Ask = (headers: Readonly<Record<string, string>>) => Promise<Response>;

/**
 * @param keep how many entries it keeps, as many as the feed has
 */
export function mergerOf(keep: number): Merger {
  let held: readonly Held[] = [];
  let etag = "";
  const statuses: number[] = [];
  return {
    get held() {
      return held;
    },
    statuses,
    async poll(ask) {
      const response = await ask({ "a-im": "feed", ...(etag === "" ? {} : { "if-none-match": etag }) });
      statuses.push(response.status);
      etag = response.headers.get("etag") ?? "";
      if (response.status === 304) return;
      const got = entriesOf(await response.text());
      if (response.status === 200) held = got;
      else {
        const anew = new Set(got.map(({ id }) => id));
        held = [...held.filter(({ id }) => !anew.has(id)), ...got].sort(newestFirst).slice(0, keep);
      }
    },
  };
}

/** The entries of a JSON Feed, in its order. */
export function entriesOf(json: string): readonly Held[] {
  const { items } = JSON.parse(json) as { items: { id: string; date_published: string }[] };
  return items.map((item) => ({ id: item.id, published: item.date_published, item }));
}

function newestFirst(a: Held, b: Held): number {
  if (a.published !== b.published) return a.published < b.published ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}
