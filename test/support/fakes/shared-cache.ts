/**
 * A shared cache that keeps RFC 9111, with what RFC 5861 (serving stale), RFC 9213 (`CDN-Cache-Control`) and Cloudflare
 * (`Cache-Tag`) add. Small: one process, no limits, GET and HEAD.
 */
export interface SharedCache {
  /** How a client asks it. */
  readonly ask: (target: string, headers?: Readonly<Record<string, string>>) => Promise<Response>;
  /** Marks everything stale that has one of the tags: it is not served again before it was validated. */
  readonly purge: (tags: readonly string[]) => void;
  /** What went through to the origin, as `200 /rss.xml`; it grows. */
  readonly origin: readonly string[];
  readonly stored: () => readonly Stored[];
  /** Waits for what is being revalidated behind a stale answer. */
  readonly settled: () => Promise<void>;
}

export interface Stored {
  readonly target: string;
  readonly status: number;
  readonly headers: Headers;
  readonly body: ArrayBuffer;
  /** What the request said in the fields that `Vary` names. */
  readonly selecting: Readonly<Record<string, string | null>>;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly purged: boolean;
}

type Fields = Readonly<Record<string, string>>;

/**
 * @param fetch the origin
 * @param now UTC
 */
export function cacheOf(fetch: (request: Request) => Promise<Response>, now: () => Date): SharedCache {
  let stored: readonly Stored[] = [];
  const origin: string[] = [];
  const background = new Set<Promise<unknown>>();

  const forward = async (target: string, headers: Fields): Promise<Response> => {
    const response = await fetch(new Request(`http://localhost${target}`, { headers }));
    origin.push(`${response.status} ${target}`);
    return response;
  };

  /** RFC 9111, section 3: only what is understood and may be kept. */
  const store = async (target: string, headers: Fields, response: Response): Promise<void> => {
    const rules = rulesOf(response.headers);
    const vary = fieldsOf(response.headers.get("vary"));
    if (![200, 404].includes(response.status) || vary.includes("*")) return;
    if (rules.has("no-store") || rules.has("private") || !rules.has("max-age")) return;
    const request = new Headers(headers);
    const selecting = Object.fromEntries(vary.map((name) => [name, request.get(name)]));
    const entry: Stored = {
      target,
      status: response.status,
      headers: new Headers(response.headers),
      body: await response.clone().arrayBuffer(),
      selecting,
      at: now().getTime(),
      purged: false,
    };
    stored = [...stored.filter((other) => !(other.target === target && matches(other, headers))), entry];
  };

  /** RFC 9111, section 4.3: asks the origin with what is stored; whatever whole answer comes is for the client. */
  const validate = async (entry: Stored, headers: Fields): Promise<Response> => {
    const etag = entry.headers.get("etag");
    const { "if-none-match": _, "if-modified-since": __, ...rest } = headers;
    const response = await forward(entry.target, {
      ...rest,
      ...(etag === null ? {} : { "if-none-match": etag }),
    });
    if (response.status !== 304) {
      await store(entry.target, headers, response);
      return response;
    }
    const kept = new Headers(entry.headers);
    for (const [name, value] of response.headers) kept.set(name, value);
    const fresh = { ...entry, headers: kept, at: now().getTime(), purged: false };
    stored = [...stored.filter((other) => other !== entry), fresh];
    return serve(fresh);
  };

  const serve = (entry: Stored): Response => {
    const headers = new Headers(entry.headers);
    headers.set("age", String(Math.floor((now().getTime() - entry.at) / 1000)));
    return new Response(entry.body, { status: entry.status, headers });
  };

  const find = async (target: string, headers: Fields): Promise<Response> => {
    const entry = stored.find((other) => other.target === target && matches(other, headers));
    if (entry === undefined) {
      // A miss: the client's own conditions go through, and a whole answer may be kept.
      const response = await forward(target, headers);
      await store(target, headers, response);
      return response;
    }
    const rules = rulesOf(entry.headers);
    const age = (now().getTime() - entry.at) / 1000;
    const fresh = rules.get("max-age") ?? 0;
    if (!entry.purged && age < fresh) return serve(entry);
    if (!entry.purged && age < fresh + (rules.get("stale-while-revalidate") ?? 0)) {
      const work = validate(entry, headers).finally(() => background.delete(work));
      background.add(work);
      return serve(entry);
    }
    const response = await validate(entry, headers);
    const usable = !entry.purged && age < fresh + (rules.get("stale-if-error") ?? 0);
    return response.status >= 500 && usable ? serve(entry) : response;
  };

  return {
    origin,
    stored: () => stored,
    async ask(target, headers = {}) {
      const response = await find(target, headers);
      const tags = headers["if-none-match"]?.split(/,\s*/) ?? [];
      const etag = response.headers.get("etag");
      // RFC 9110, section 13.1.2: a cache answers a condition with what it has.
      if (response.status === 200 && etag !== null && tags.includes(etag))
        return new Response(null, { status: 304, headers: response.headers });
      return response;
    },
    purge(tags) {
      stored = stored.map((entry) => {
        const own = entry.headers.get("cache-tag")?.split(",") ?? [];
        return own.some((tag) => tags.includes(tag)) ? { ...entry, purged: true } : entry;
      });
    },
    async settled() {
      await Promise.all(background);
    },
  };
}

/** The directives that hold for it: RFC 9213 puts its own field first. */
function rulesOf(headers: Headers): ReadonlyMap<string, number> {
  const value = headers.get("cdn-cache-control") ?? headers.get("cache-control") ?? "";
  return new Map(
    fieldsOf(value).map((directive) => {
      const [name = "", number] = directive.split("=");
      return [name, Number(number)];
    }),
  );
}

function fieldsOf(value: string | null): string[] {
  return (value ?? "")
    .toLowerCase()
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** RFC 9111, section 4.1. */
function matches({ selecting }: Stored, headers: Fields): boolean {
  const request = new Headers(headers);
  return Object.entries(selecting).every(([name, value]) => request.get(name) === value);
}
