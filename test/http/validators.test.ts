import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createResponder, type DocumentResponse } from "../../src/http/conditional-response.ts";
import type { Resource } from "../../src/http/resource.ts";
import { NOW, STORED } from "../support/fixtures/content.ts";

const RUNS = { seed: 20_250_331, numRuns: 2_000 };
const OWN = '"Abc-1_2-rss"';
const RESOURCE: Resource = {
  audience: "feed",
  mediaType: "application/rss+xml; charset=utf-8",
  opaqueTag: OWN.slice(1, -1),
  lastModified: STORED,
  cache: { maxAge: 300, staleWhileRevalidate: 0, staleIfError: 0 },
  changesAt: null,
  links: "",
  cacheTags: [],
  representations: { codings: [], ready: () => new Uint8Array(), encode: async () => new Uint8Array() },
};

const respond = createResponder();

/** Whether a poll with these headers is told that nothing has changed. */
function requested(headers: Record<string, string>): boolean {
  const all = new Headers(headers);
  const answered = respond({ method: "GET", header: (name) => all.get(name) }, RESOURCE, NOW) as DocumentResponse;
  return answered.status === 304;
}

/** Opaque tags of RFC 9110, section 8.8.3; commas may stand in them. */
const tag = fc
  .tuple(fc.boolean(), fc.string({ unit: fc.constantFrom(..."abc,*W/ -_!~".replace(" ", "")), maxLength: 12 }))
  .map(([weak, text]) => `${weak ? "W/" : ""}"${text}"`);
const others = fc.array(
  tag.filter((each) => !each.endsWith(OWN)),
  { maxLength: 6 },
);
const separator = fc.constantFrom(",", ", ", " , ", ",,", "\t,\t");

describe("If-None-Match", () => {
  it("matches when the own tag is anywhere in the list, strong or weak", () => {
    fc.assert(
      fc.property(others, others, fc.boolean(), separator, (before, behind, weak, between) => {
        const list = [...before, (weak ? "W/" : "") + OWN, ...behind].join(between);
        expect(requested({ "if-none-match": list })).toBe(true);
      }),
      RUNS,
    );
  });

  it("does not match when the own tag is not in the list, whatever the time says", () => {
    fc.assert(
      fc.property(others, separator, fc.boolean(), (list, between, withTime) => {
        const headers = {
          "if-none-match": list.join(between),
          ...(withTime ? { "if-modified-since": NOW.toUTCString() } : {}),
        };
        expect(requested(headers)).toBe(false);
      }),
      RUNS,
    );
  });

  it("takes no time out of proportion for a long list that is not closed", () => {
    const started = performance.now();
    expect(requested({ "if-none-match": `"${"a".repeat(100_000)}` })).toBe(false);
    expect(requested({ "if-none-match": '"'.repeat(100_001) })).toBe(false);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe("If-Modified-Since", () => {
  it("decides by whole seconds, when there is no If-None-Match", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 6e7 }), (seconds) => {
        const since = new Date(STORED.getTime() + seconds * 1000).toUTCString();
        expect(requested({ "if-modified-since": since })).toBe(seconds >= 0);
      }),
      RUNS,
    );
  });

  it("says nothing when it is no time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii", maxLength: 40 }), (text) => {
        expect(requested({ "if-modified-since": text })).toBe(false);
      }),
      RUNS,
    );
  });
});
