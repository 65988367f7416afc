/** Tables, forms, subscribing, feeds shown to people, figures and charts. */
export const TOOLS = `
table { inline-size: 100%; border-collapse: collapse; font: var(--t0) / 1.5 var(--sans); font-variant-numeric: lining-nums tabular-nums; }
caption { padding-block-end: var(--s2); color: var(--soft); text-align: start; }
th, td { padding: 0.6rem 0.8rem; border-block-end: 1px solid var(--rule); text-align: start; vertical-align: top; overflow-wrap: break-word; }
thead th { border-block-end: 2px solid var(--ink); white-space: nowrap; }
:is(th, td):first-child { padding-inline-start: 0; }
.wide { max-inline-size: 100%; overflow-x: auto; }
button, .button, .pager a, input {
  min-block-size: 2.75rem;
  padding: 0.45rem 1rem;
  border: 1px solid var(--edge);
  border-radius: 3px;
  background: var(--paper);
  color: var(--ink);
  font: 1rem / 1.4 var(--sans);
}
button, .button { border-color: var(--accent); color: var(--accent); cursor: pointer; }
.button, .pager a { display: inline-flex; align-items: center; text-decoration: none; }
button[type="submit"], :is(button, .button, .pager a):hover { border-color: var(--accent); background: var(--accent); color: var(--paper); }
form.search { display: flex; flex-wrap: wrap; gap: var(--s3); align-items: end; max-inline-size: 36rem; margin-block-end: var(--s4); }
form.search label { flex-basis: 100%; font-size: var(--t0); }
form.search input { flex: 1 1 14rem; inline-size: 100%; }
.subscribe { padding: var(--s4); background: var(--panel); }
.addresses > li { display: flex; flex-wrap: wrap; align-items: center; gap: var(--s2) var(--s3); padding-block: var(--s2); }
.subscribe :is(.addresses, .readers) { font-size: var(--t0); }
.subscribe :is(h2, .label) { flex-basis: 100%; }
.subscribe .addresses { max-inline-size: 34rem; }
.subscribe .addresses a { flex: 1 1 8rem; min-inline-size: 0; overflow-wrap: break-word; }
.subscribe h2 { font-size: var(--t2); }
.readers { display: flex; flex-wrap: wrap; gap: var(--s2) var(--s4); }
.facts, .figures { font-size: var(--t0); line-height: 1.5; }
.facts dt { color: var(--soft); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 1px; border: 1px solid var(--rule); background: var(--rule); }
.figures > div { display: flex; flex-direction: column-reverse; justify-content: flex-end; padding: var(--s4); background: var(--paper); }
.figures dt { color: var(--soft); }
.figures dd { font: 700 var(--t3) / 1.2 var(--serif); font-variant-numeric: lining-nums; }
`;
