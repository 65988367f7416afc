import { expect, it } from "vitest";
import { revise } from "../../../src/article/article.ts";
import { DOCUMENT_NAMES } from "../../../src/lib/feed-format.ts";
import { conventionsOf } from "../../../src/site/site.ts";
import { createMemoryStore } from "../../../src/store/memory/memory-store.ts";
import { PAYLOADS } from "../../source/html/payloads.ts";
import { articleOf, readJson } from "../../source/sources.ts";
import { appOf, STORED, siteOf } from "../../support/fixtures/content.ts";
import { asToldBy, READERS } from "../../support/readers/feeds/readers.ts";

const site = await siteOf();

/** An article that holds everything that somebody tried to get past the sanitiser, and what is hard to escape. */
const article = articleOf(
  readJson(
    {
      html: [
        ...PAYLOADS.map((payload) => `<div>${payload}</plaintext></style></script></svg></math></div>`),
        "<p>&amp;amp;lt; ]]&gt;]]> &#38;#60; &quot;&apos;</p><img src=a?b=1&amp;c=2 alt='<b> ]]> \" &amp;amp;'>",
      ].join("\n"),
    },
    conventionsOf(site),
  ),
);

const plain = articleOf(
  readJson({
    html: "<p>&amp;amp;lt; ]]&gt;]]> &#38;#60; &quot;&apos;</p><img src=a?b=1&amp;c=2 alt='<b> ]]> \"'>",
  }),
);

it.each(READERS.map((reader) => [reader.name, reader.format, reader] as const))(
  "%s reads the HTML of %s as it was made",
  async (_name, format, reader) => {
    const stored = [await revise({ ...article, slug: "a" }, STORED), await revise({ ...plain, slug: "b" }, STORED)];
    const app = appOf({ site, store: createMemoryStore(site, stored, STORED) });
    const response = await app.request(`/${DOCUMENT_NAMES[format]}`);
    const { entries } = await reader.read(await response.text());
    expect(entries).toHaveLength(2);
    for (const [index, { html }] of stored.entries()) {
      const reported = asToldBy(reader, { html } as Parameters<typeof asToldBy>[1], ["html" as never]);
      expect({ html: entries[index]?.html }).toEqual(reported);
    }
  },
);
