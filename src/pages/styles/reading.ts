/** An article, and everything that its author can have put into its text. */
export const READING = `
.story, .beside { max-inline-size: 60rem; margin-inline: auto; }
.story > :not(figure, header), .story .standfirst { max-inline-size: var(--measure); }
.story > :not(figure, header) { margin-inline: auto; }
.story > * + *, .story .lead { margin-block-start: var(--s5); }
.story header > * + * { margin-block-start: var(--s3); }
.story header .standfirst { color: var(--soft); font-size: var(--t2); line-height: calc(var(--leading) - 0.12); text-wrap: balance; }
.story footer > * + * { margin-block-start: var(--s3); }
@media screen and (min-width: 42rem) { .story :is(header, header .meta) { text-align: center; } .story .standfirst { margin-inline: auto; } }
.lead img { display: block; inline-size: 100%; aspect-ratio: 3 / 2; max-block-size: 75vh; object-fit: contain; }
figcaption { padding-block: var(--s2); color: var(--soft); font: var(--t0) / 1.5 var(--sans); }
.body > * + *, .body :is(blockquote, li, dd, figure) > * + * { margin-block-start: 1em; }
.body hr { margin-block: 1.8em; }
.body figure figcaption { margin-block-start: 0; }
.body > * + :is(h2, h3, h4, h5, h6) { margin-block-start: 1.8em; }
.body :is(h2, h3, h4, h5, h6) + * { margin-block-start: 0.5em; }
.body h2 { font-size: var(--t2); }
.body h3 { font-size: 1.08em; }
.body li + li { margin-block-start: 0.35em; }
.body li::marker { color: var(--soft); }
.body dt { font-weight: 700; }
.body dd { padding-inline-start: 1.4em; }
.body blockquote { padding-inline-start: 1.1em; border-inline-start: 3px solid var(--accent); font-style: var(--slant); }
.body pre { padding: var(--s4); overflow-x: auto; background: var(--panel); line-height: 1.5; tab-size: 2; }
.body pre code { font-size: 1em; overflow-wrap: normal; }
.body :not(pre) > code { padding: 0.1em 0.3em; background: var(--panel); border-radius: 3px; }
.alone { display: block; inline-size: 100%; aspect-ratio: 3 / 2; object-fit: scale-down; }
.body :is(td, th) .alone { inline-size: 8rem; }
.within { font-size: inherit; block-size: 1.5em; min-inline-size: 1.5em; background: none; object-fit: scale-down; vertical-align: middle; }
/* What the pages say of a text from right to left stands on its side. */
:where(.story[dir="rtl"]) :is(header .meta, footer) { text-align: end; }
.story[dir="rtl"] .tags { justify-content: end; }
:is(.entries article, .entry):has(> :dir(rtl)) > .meta { text-align: end; }
`;
