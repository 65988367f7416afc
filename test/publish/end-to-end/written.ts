import type { EntryRead } from "../../support/readers/feeds/readers.ts";
import type { Source } from "./place.ts";

/** An article as it is handed in, and what every feed must then say of it. */
export interface Written {
  readonly slug: string;
  readonly source: Source;
  readonly expected: Partial<EntryRead>;
}

/** One article in each format; each was published on another day in India than in UTC. */
export const WRITTEN: readonly Written[] = [
  {
    slug: "ports-clear-decks",
    source: {
      type: "text/plain",
      text: `Published 00:30 IST, April 1st 2025
Ports & ships: “R&D” <b>calm</b>
Two days early, they say.
By Asha Rao and Vikram Nair
- India
- Weather
- 2 min read
Harbour masters in Kochi asked shipping agents to move open cargo under cover.
Updated 05:10 IST, April 1st 2025
`,
    },
    expected: {
      id: "tag:walk.example,2025-03-31:articles/ports-clear-decks",
      headline: "Ports & ships: “R&D” <b>calm</b>",
      standfirst: "Two days early, they say.",
      published: "2025-03-31T19:00:00.000Z",
      updated: "2025-03-31T23:40:00.000Z",
      labels: ["India", "Weather"],
      authors: ["Asha Rao", "Vikram Nair"],
      html: "<p>Harbour masters in Kochi asked shipping agents to move open cargo under cover.</p>",
    },
  },
  {
    slug: "बारिश-जल्दी",
    source: {
      type: "text/markdown",
      text: `---
published: 2025-01-01T02:15+05:30
headline: बारिश जल्दी आई
standfirst: दो दिन पहले
authors: [Asha Rao]
categories: [India]
---
किसानों ने **बोआई** शुरू की।
`,
    },
    expected: {
      id: `tag:walk.example,2024-12-31:articles/${encodeURIComponent("बारिश-जल्दी")}`,
      headline: "बारिश जल्दी आई",
      standfirst: "दो दिन पहले",
      published: "2024-12-31T20:45:00.000Z",
      updated: "2024-12-31T20:45:00.000Z",
      labels: ["India"],
      authors: ["Asha Rao"],
      html: "<p>किसानों ने <strong>बोआई</strong> शुरू की।</p>",
      language: "hi",
    },
  },
  {
    slug: "river-rose",
    source: {
      type: "application/json",
      text: JSON.stringify({
        headline: "The river rose ]]> and fell",
        published: "2025-03-01T04:00:00+05:30",
        updated: "2025-03-02T04:00:00+05:30",
        authors: ["Tara Sen"],
        categories: ["India", "Rivers & Lakes"],
        html: "<p>It rose.<script>alert(1)</script></p>",
      }),
    },
    expected: {
      id: "tag:walk.example,2025-02-28:articles/river-rose",
      headline: "The river rose ]]> and fell",
      standfirst: null,
      published: "2025-02-28T22:30:00.000Z",
      updated: "2025-03-01T22:30:00.000Z",
      labels: ["India", "Rivers & Lakes"],
      authors: ["Tara Sen"],
      html: "<p>It rose.</p>",
    },
  },
];

/** The first of them after an edit: other words, and no longer about the weather. */
export const EDITED: Source = {
  type: "text/plain",
  text: `Published 00:30 IST, April 1st 2025
Quayside is quiet again
By Asha Rao
- India
The quokkamaran sailed, and nobody else did.
Updated 08:00 IST, April 2nd 2025
`,
};

/** Another edit of it. */
export const EDITED_AGAIN: Source = {
  type: "text/plain",
  text: EDITED.text.replace("is quiet again", "has a brass band"),
};

/** Articles of a bulk publication, a minute apart; every third is about India. */
export const MANY = Array.from({ length: 250 }, (_, index) => {
  const minute = new Date(Date.UTC(2025, 4, 1, 0, index)).toISOString();
  const labels = index % 3 === 0 ? "- India\n" : "";
  return {
    slug: `many-${String(index).padStart(3, "0")}`,
    source: `Published ${minute}\nNumber ${index}\nA standfirst.\n${labels}Article number ${index} of many, the widgetry one.\n`,
  };
});
