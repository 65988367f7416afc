import { describe, expect, it } from "vitest";
import { DOCUMENT_NAMES } from "../../../src/lib/feed-format.ts";
import { appOf, contentOf, siteOf } from "../../support/fixtures/content.ts";
import { READERS } from "../../support/readers/feeds/readers.ts";

const HEADLINE = '1 < 2 & "b" <b>x</b> &amp; ]]> ]]>';

/** All that XML 1.0 forbids of the first 32 characters, two that are no characters, and half a surrogate pair. */
const CONTROLS = "\0\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e\x0f\x10\x1b\x1f\ufffe\uffff\ud800";

const WRITTEN = {
  "as it is": HEADLINE,
  "with control characters around it": `${CONTROLS}${HEADLINE}${CONTROLS}`,
  "with control characters around and inside it": `\x1b${HEADLINE.split("").join(CONTROLS)}\0`,
};

describe.each(Object.entries(WRITTEN))("a headline of markup, quotes and CDATA ends, %s", (_, written) => {
  it.each(READERS)("reads back as itself from $format by $name", async (reader) => {
    const text = `Published 23:05 IST, March 31st 2025\n${written}\n- India\nA body.`;
    const app = appOf(await contentOf({ a: text }, await siteOf()));
    const response = await app.request(`/${DOCUMENT_NAMES[reader.format]}`);
    const { entries } = await reader.read(await response.text());
    expect(entries.map(({ headline }) => headline)).toEqual([HEADLINE]);
  });

  it.each(READERS)("reads back as the site's title from $format by $name", async (reader) => {
    const app = appOf(await contentOf({}, await siteOf({ title: written })));
    const response = await app.request(`/${DOCUMENT_NAMES[reader.format]}`);
    const { feed } = await reader.read(await response.text());
    const habit = reader.habits?.title ?? ((title: string) => title);
    expect(feed.title).toBe(habit(HEADLINE));
  });
});
