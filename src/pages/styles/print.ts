/** What readers, their devices and paper ask for. */
export const PRINT = `
@media (prefers-contrast: more) {
  :root { --soft: var(--ink); --rule: var(--edge); --edge: var(--ink); }
  a, :is(h1, h2, h3, .meta, .tags, nav, .terms) a { text-decoration-color: currentColor; }
}
@media (forced-colors: active) {
  :focus-visible { outline-color: Highlight; }
  button, .subscribe { border: 1px solid; }
}
@media (prefers-reduced-motion: no-preference) {
  .skip { transition: transform 0.15s; }
  a, button { transition: color 0.15s, background-color 0.15s, text-decoration-color 0.15s; }
}
@media print {
  :root { color-scheme: light; --paper: #fff; --panel: #fff; --ink: #000; --soft: #333; --rule: #999; --accent: #000; --t1: 11pt; --measure: 100%; }
  body { border: 0; }
  .skip, nav, .beside, .pager, form, button, .feeds details, .home .subscribe, .entries ~ .subscribe, .steps ~ p, .readers, .story footer, .foot ul { display: none; }
  .feeds .addresses a::after { content: " " attr(href); }
  .feeds .addresses a { white-space: normal; }
  .body a[href^="http"]:not(.bare)::after { content: " (" attr(href) ")"; font-size: 0.8em; overflow-wrap: anywhere; }
  a { text-decoration: none; }
  .lead img { max-block-size: 9cm; }
  h1, h2, h3 { break-after: avoid; }
  p { orphans: 3; widows: 3; }
  .entries > li, .entry, tr, figure { break-inside: avoid; }
  .wide, .body pre { overflow: visible; }
  .body :is(pre, pre code) { white-space: pre-wrap; overflow-wrap: anywhere; }
  .body :is(img, .alone) { inline-size: auto; max-block-size: 18cm; aspect-ratio: auto; object-fit: contain; }
}
`;
