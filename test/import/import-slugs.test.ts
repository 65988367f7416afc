import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSlug } from "../../src/article/slug.ts";
import { distinguishSlug, slugFor } from "../../src/import/import-slugs.ts";

describe("the slug of an item", () => {
  it.each([
    ["https://a.example/2025/03/31/rain-on-thursday/", "rain-on-thursday"],
    ["https://a.example/rain-on-thursday.html", "rain-on-thursday"],
    ["https://a.example/rain-on-thursday/index.php", "rain-on-thursday"],
    ["https://a.example/rain-on-thursday/amp/?utm_source=x&fbclid=y#top", "rain-on-thursday"],
    ["https://a.example/news/Rain_on%20Thursday-812345", "rain-on-thursday-812345"],
    ["https://a.example/%E0%A4%AC%E0%A4%BE%E0%A4%B0%E0%A4%BF%E0%A4%B6", "बारिश"],
    ["https://a.example/%ff%fe-odd", "ff-fe-odd"],
    ["/relative/rain", "rain"],
  ])("of %s is %s, whatever its headline", (link, slug) => {
    expect(slugFor(link, "One headline", "1")).toBe(slug);
    expect(slugFor(link, "Another", "2")).toBe(slug);
  });

  it.each([
    "https://a.example/",
    "https://a.example/?p=7",
    "https://a.example/2025/03/812",
    "https://a.example/story.php?id=7",
    "https://a.example/index.html",
    "http://[",
    undefined,
  ])("of %s is made of headline and id, as the link tells nothing", (link) => {
    const slug = slugFor(link, "Rain, on Thursday!", "urn:7");
    expect(slug).toMatch(/^rain-on-thursday-[0-9a-f]{8}$/);
    expect(slugFor(link, "Rain, on Thursday!", "urn:7")).toBe(slug);
    expect(slugFor(link, "Rain, on Thursday!", "urn:8")).not.toBe(slug);
  });

  it("is the headline's alone where there is no id", () => {
    expect(slugFor(undefined, "Rain on Thursday", "")).toBe("rain-on-thursday");
  });

  it("never is longer than a file's name may be, and long ones stay apart", () => {
    const long = "बारिश-".repeat(100);
    const [a, b] = [slugFor(`/${long}a-x`, "", ""), slugFor(`/${long}b-x`, "", "")];
    expect(a).not.toBe(b);
    for (const slug of [a, b, distinguishSlug(a, "7")]) expect(readSlug(slug)).toEqual({ slug });
  });

  it("is one that the service takes, whatever the link", () => {
    fc.assert(
      fc.property(
        fc.webUrl({ withQueryParameters: true }),
        fc.string(),
        fc.string({ minLength: 1 }),
        (link, headline, id) => {
          const slug = slugFor(link, headline, id);
          expect(readSlug(slug)).toEqual({ slug });
        },
      ),
      { seed: 7 },
    );
  });
});
