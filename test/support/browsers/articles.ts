/** Articles that are hard to show, by the names of their files. */
export const HARD_ARTICLES: Readonly<Record<string, string>> = {
  "unbroken.json": json({
    headline: "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".repeat(3),
    standfirst: "x".repeat(400),
    authors: [`A${"b".repeat(150)}`, "Anna Beck"],
    categories: ["C".repeat(200), "India"],
    picture: { address: "https://pictures.example/wide.png", alternative: "y".repeat(200) },
    html: `<h2>${"z".repeat(300)}</h2><p>${"w".repeat(600)}</p><p>https://news.example/${"long".repeat(80)}</p>
<p><a href="https://news.example/">${"link".repeat(80)}</a></p><ul><li>${"i".repeat(300)}<ul><li>${"j".repeat(300)}</li></ul></li></ul>
<blockquote><p>${"q".repeat(300)}</p></blockquote><p><code>${"c".repeat(300)}</code></p><dl><dt>${"t".repeat(200)}</dt><dd>${"d".repeat(200)}</dd></dl>`,
  }),
  "wide.json": json({
    headline: "Wide things",
    categories: ["India"],
    html: `<table><caption>A long table</caption><thead><tr>${cells("th", 30)}</tr></thead><tbody>${`<tr>${cells("td", 30)}</tr>`.repeat(5)}</tbody></table>
<pre><code>${`const value = "${"long ".repeat(80)}";\n`.repeat(4)}</code></pre>
<figure><img src="https://pictures.example/huge.png" width="4000" height="2000" alt="Something wide"><figcaption>${"caption".repeat(60)}</figcaption></figure>
<p><img src="https://pictures.example/unsized.png" alt="Another"></p>`,
  }),
  "plain.json": json({
    headline: "A plain one",
    standfirst: "What it is about.",
    authors: ["Anna Beck", "Asha Rao"],
    categories: ["India", "Weather"],
    markdown:
      "A sentence.\n\n## A subhead\n\n- one\n- two\n\n> A quotation.\n\n```\ncode\n```\n\n| a | b |\n| - | - |\n| 1 | 2 |",
  }),
};

/** The names of their slugs. */
export const HARD_SLUGS = Object.keys(HARD_ARTICLES).map((name) => name.replace(".json", ""));

function json(fields: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({
    published: "2026-10-01T00:00:00Z",
    updated: "2026-10-02T00:00:00Z",
    readingMinutes: 2,
    ...fields,
  });
}

function cells(name: string, count: number): string {
  return Array.from({ length: count }, (_, index) => `<${name}>Column${index + 1}</${name}>`).join("");
}
