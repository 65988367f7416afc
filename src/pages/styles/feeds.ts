/** Addresses to copy, the table of all feeds, and a feed as it is shown to people. */
export const FEEDS = `
.copy { visibility: hidden; min-inline-size: 6.5rem; font-size: var(--t0); }
.scripted .copy { visibility: visible; }
.subscribe > * + * { margin-block-start: var(--s3); }
.subscribe .addresses .label { min-inline-size: 6rem; }
.subscribe + section { margin-block-start: var(--s6); }
section > h2 + .meta { margin-block: var(--s2) var(--s4); }
.steps { max-inline-size: var(--measure); }
.explained { max-inline-size: var(--measure); margin-block-end: var(--s4); }
.feeds .addresses > li { flex-wrap: nowrap; justify-content: space-between; padding-block: 0 var(--s2); }
.feeds .copy { min-block-size: 2rem; padding: 0.15rem 0.6rem; }
.feeds .addresses a { white-space: nowrap; }
.feeds .readers { flex-direction: column; }
.feeds :is(th[scope="row"], td:nth-child(2)) { min-inline-size: 11rem; }
@media (max-width: 50rem) {
  .feeds, .feeds :is(caption, tbody, tr, th, td) { display: block; }
  .feeds thead { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
  .feeds tr { padding-block: var(--s4); border-block-end: 1px solid var(--rule); }
  .feeds tbody :is(th, td) { padding: var(--s1) 0; border: 0; }
  .feeds th[scope="row"] { font-size: var(--t1); }
  .feeds td[data-label]::before { content: attr(data-label); margin-inline-end: var(--s3); color: var(--soft); }
}
@media (min-width: 64rem) {
  .subscribe:has(.steps) { display: grid; grid-template-columns: 1fr 1fr; grid-auto-rows: max-content; gap: 0 var(--gap); }
  .subscribe:has(.steps) > * { grid-column: 2; }
  .subscribe:has(.steps) > h2 { grid-column: 1 / -1; }
  .subscribe > .steps { grid-column: 1; grid-row: 2 / span 3; }
  .subscribe .steps ~ .addresses .label { flex-basis: 6rem; }
}
.preview > li { padding-block: var(--s5); border-block-start: 1px solid var(--rule); }
.entry { max-inline-size: var(--measure); }
.entry > * + * { margin-block-start: var(--s3); }
.entry .standfirst { color: var(--soft); }
.facts { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--s2); padding: var(--s3) var(--s4); background: var(--panel); }
.facts ul { padding-inline-start: 1.2em; }
@media (min-width: 64rem) {
  .entry { display: grid; grid-template-columns: minmax(0, 8fr) minmax(0, 5fr); grid-auto-rows: max-content; column-gap: var(--gap); max-inline-size: none; }
  .entry > * { grid-column: 1; max-inline-size: var(--measure); }
  .entry > .facts { grid-column: 2; grid-row: 1 / span 6; align-self: start; margin-block-start: 0; }
}
`;
