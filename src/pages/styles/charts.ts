/**
 * The status page and its drawings, all of which are strokes. Colours have a contrast of 3 on the paper (WCAG 2.2, success
 * criterion 1.4.11), and differ in lightness for those who do not tell red from green.
 */
export const CHARTS = `
:root { --s200: #2b5f91; --s226: #23907f; --s4xx: #b06f00; --s5xx: #a3211a; }
@media (prefers-color-scheme: dark) { :root { --s200: #6aa9dc; --s226: #3fb3a1; --s4xx: #e3a63a; --s5xx: #f0776b; } }
.status > section { margin-block-start: var(--s6); }
.status :is(h2, h3) { margin-block-end: var(--s2); }
.status h3 { margin-block-start: var(--s4); }
.status .figures { grid-template-columns: 1fr 1fr; }
.status .facts { display: grid; grid-template-columns: fit-content(50%) 1fr; gap: var(--s1) var(--s4); }
.status .facts dd { overflow-wrap: anywhere; }
@media (min-width: 40rem) { .status .figures { grid-template-columns: repeat(4, 1fr); } }
.chart { margin-block: var(--s4); font: var(--t0) / 1.5 var(--sans); }
.chart > svg { display: block; inline-size: 100%; block-size: 8rem; border-block-end: 1px solid var(--edge); }
.scale { display: flex; justify-content: space-between; color: var(--soft); font-variant-numeric: tabular-nums; }
.legend { display: flex; flex-wrap: wrap; gap: var(--s1) var(--s4); margin-block: var(--s2); padding: 0; list-style: none; }
.key, .bar { stroke-width: 8; vertical-align: baseline; }
.key { inline-size: 0.75em; block-size: 0.75em; }
.bar { inline-size: 6rem; block-size: 0.48rem; }
.spark { inline-size: 6rem; block-size: 1rem; border-block-end: 1px solid var(--edge); fill: var(--s200); }
.status :is(td, thead th:not(:first-child)) { text-align: end; }
#faults ~ .wide :is(th, td), :is(#polls ~ .wide :nth-child(2), #hubs ~ .wide :last-child, #hubs ~ h3 ~ .wide :nth-child(2)) { text-align: start; }
.s200 { stroke: var(--s200); }
.s226 { stroke: var(--s226); }
.s304 { stroke: var(--edge); }
.s4xx { stroke: var(--s4xx); }
.s5xx { stroke: var(--s5xx); }
.subscribers { stroke: var(--accent); }
`;
