/**
 * The ground of every page: colours, type, spacing as custom properties, and what elements look like wherever they stand.
 * Sizes follow the reader's own and, within limits, the window. Directions are those of the text (`inline`, `block`).
 */
export const BASE = `
:root {
  color-scheme: light dark;
  --serif: Georgia, "Noto Serif", "Noto Serif Devanagari", "Kohinoor Devanagari", "Nirmala UI", "Noto Naskh Arabic", "Geeza Pro", serif;
  --sans: system-ui, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Devanagari", "Kohinoor Devanagari", sans-serif;
  --mono: ui-monospace, "Cascadia Mono", Menlo, Consolas, "Noto Sans Mono", monospace;
  --t0: 0.84rem;
  --t1: clamp(1.0625rem, 1rem + 0.25vw, 1.1875rem);
  --t2: clamp(1.2rem, 1.12rem + 0.35vw, 1.4rem);
  --t3: clamp(1.45rem, 1.3rem + 0.7vw, 1.85rem);
  --t4: clamp(1.85rem, 1.5rem + 1.7vw, 2.9rem);
  --t5: clamp(2.2rem, 1.5rem + 3.6vw, 4.4rem);
  --s1: 0.25rem;
  --s2: 0.5rem;
  --s3: 0.8rem;
  --s4: 1.2rem;
  --s5: 1.8rem;
  --s6: clamp(2.2rem, 1.6rem + 2vw, 3.4rem);
  --gap: clamp(1.6rem, 1rem + 2vw, 2.8rem);
  --measure: calc(34 * var(--t1));
}
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-block: var(--s5); }
body {
  margin: 0;
  border-block-start: 4px solid var(--accent);
  background: var(--paper);
  color: var(--ink);
  font: var(--t1) / var(--leading) var(--serif);
  overflow-wrap: anywhere;
  text-rendering: optimizeLegibility;
}
h1, h2, h3, h4, h5, h6 { margin: 0; font-weight: 700; line-height: var(--heading); letter-spacing: var(--tracking); text-wrap: balance; }
h1 { font-size: var(--t4); }
h2 { font-size: var(--t3); }
h3 { font-size: var(--t2); }
h4, h5, h6 { font-size: 1em; }
p, ul, ol, dl, dd, figure, blockquote, pre { margin: 0; }
p, li, dt, dd { line-height: var(--leading); }
p { text-wrap: pretty; }
ul, ol { padding-inline-start: 1.4em; }
main > * + * { margin-block-start: var(--s4); }
main > h2 { margin-block-start: var(--s5); font-size: var(--t2); }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 0.18em; }
a:hover { text-decoration-thickness: 2px; }
:is(h1, h2, h3) a, .meta a, .tags a, nav a, .terms a { color: inherit; text-decoration-color: transparent; }
:is(h1, h2, h3, .meta, .tags, nav, .terms) a:hover { color: var(--accent); text-decoration-color: currentColor; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 2px; }
::selection { background: var(--accent); color: var(--paper); }
img, svg { max-inline-size: 100%; }
img { block-size: auto; background: var(--panel); font: var(--t0) / 1.4 var(--sans); color: var(--soft); }
hr { margin: var(--s5) auto; inline-size: 6rem; border: 0; border-block-start: 1px solid var(--edge); }
code, pre { font-family: var(--mono); font-size: 0.86em; }
abbr[title] { text-decoration: underline dotted; cursor: help; }
sub, sup { font-size: 0.72em; line-height: 0; }
:root, :lang(en) { --leading: 1.6; --heading: 1.16; --tracking: -0.008em; --slant: italic; }
/* Scripts with marks above and below the line need more of it, and have neither slanted letters nor spacing of them. */
:is(:lang(hi), :lang(mr), :lang(ne), :lang(sa), :lang(bn), :lang(ta), :lang(ar), :lang(fa), :lang(ur)) {
  --leading: 1.78;
  --heading: 1.4;
  --tracking: 0;
  --slant: normal;
}
:is(em, i, cite) { font-style: var(--slant); }
:is(em, i):lang(hi) { font-weight: 700; }
.meta, .tags, nav, footer, label, summary, .label, .facts, .figures, .addresses, .readers {
  font-family: var(--sans);
}
.meta { color: var(--soft); font-size: var(--t0); line-height: 1.5; }
time { display: inline-block; }
summary { padding-block: var(--s2); cursor: pointer; }
.visually-hidden, .plate h1 {
  position: absolute;
  inline-size: 1px;
  block-size: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
`;
