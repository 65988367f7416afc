/** The front page, lists of articles, categories, the ways to further pages. */
export const LISTS = `
.intro { max-inline-size: 46rem; margin-block-end: var(--s5); }
.intro > * + * { margin-block-start: var(--s3); }
.description { color: var(--soft); font-size: var(--t2); line-height: calc(var(--leading) - 0.12); }
.home .intro { max-inline-size: none; padding-block: var(--s4) var(--s4); border-block-end: 1px solid var(--ink); box-shadow: 0 3px var(--paper), 0 6px var(--ink); text-align: center; }
.home .intro h1 { font-size: var(--t5); letter-spacing: calc(2.5 * var(--tracking)); }
.home .description { font-size: var(--t1); text-wrap: balance; }
.entries, .preview, .terms, .tags, .addresses, .readers, .onward { padding: 0; list-style: none; }
.onward { display: flex; flex-wrap: wrap; gap: var(--s2) var(--s4); }
.entries > li { padding-block: var(--s4); border-block-start: 1px solid var(--rule); }
.entries > li:first-child { border-block-start: 0; padding-block-start: 0; }
.entries h2 { font-size: var(--t2); }
.entries :is(h2, h3) + *, .entries .standfirst + .meta { margin-block-start: var(--s2); }
.entries .standfirst { color: var(--soft); }
.terms { columns: 17rem; column-gap: var(--gap); }
.terms > li { padding-block: 0.45rem; border-block-end: 1px solid var(--rule); break-inside: avoid; }
.terms .meta { display: block; }
.tags { display: flex; flex-wrap: wrap; gap: var(--s2); font-size: var(--t0); }
.tags a { display: block; padding: 0.3rem 0.8rem; border: 1px solid var(--rule); border-radius: 2rem; line-height: 1.4; }
.tags a:hover { border-color: currentColor; }
.pager, .beside { display: flex; align-items: start; flex-wrap: wrap; gap: var(--s4); margin-block-start: var(--s5); padding-block-start: var(--s4); border-block-start: 1px solid var(--ink); }
.pager { align-items: center; font-size: var(--t0); }
.pager [rel="next"], .beside [rel="next"] { margin-inline-start: auto; text-align: end; }
.beside a { flex: 1 1 16rem; max-inline-size: 30rem; padding-block: var(--s2); }
.beside .label { display: block; color: var(--soft); font-size: var(--t0); }
.beside .headline { font: 700 1em / var(--heading) var(--serif); }
@media (min-width: 42rem) {
  .home .entries {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr));
    gap: 0 var(--gap);
    overflow-x: clip;
    overflow-clip-margin: 6px;
  }
  .home .entries > li { position: relative; }
  .home .entries > li:first-child { grid-column: 1 / -1; }
  .home .entries > li:not(:first-child)::before {
    content: "";
    position: absolute;
    inset-block: var(--s4);
    inset-inline-start: calc(var(--gap) / -2);
    border-inline-start: 1px solid var(--rule);
  }
}
.home .entries > li:first-child :is(h2, h3) { font-size: var(--t4); }
.home .entries > li:first-child .standfirst { max-inline-size: 40em; font-size: var(--t2); }
.home section:not(.subscribe) > h2 { padding-block: var(--s3) var(--s2); border-block-start: 2px solid var(--ink); font-size: var(--t2); }
.home .latest h2 { border: 0; }
.home section { margin-block-start: var(--s5); }
@media (min-width: 64rem) {
  .home main, main:has(> .entries) {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 19rem;
    gap: 0 var(--gap);
    align-items: start;
  }
  main:has(> .entries) > * , main:has(> .entries)::before, .home .intro { grid-column: 1 / -1; }
  .home .latest, main:has(> .entries) > :is(.entries, .pager, .meta) { grid-column: 1; }
  .home .latest { grid-row: 2 / span 9; }
  .home main > section:not(.latest) { grid-column: 2; }
  main > .entries ~ .subscribe { grid-column: 2; grid-row: 3 / span 9; }
}
@media (min-width: 100rem) { .home > * { max-inline-size: 94rem; } }
`;
