/** What frames every page: the way past the navigation, the site's name, the navigation, the footer. */
export const FRAME = `
.skip {
  position: absolute;
  inset-inline-start: var(--s4);
  inset-block-start: 0;
  z-index: 1;
  padding: var(--s3) var(--s4);
  background: var(--accent);
  color: var(--paper);
  font-family: var(--sans);
}
.skip:not(:focus) { transform: translateY(-110%); }
.top, main, .foot {
  max-inline-size: 78rem;
  margin-inline: auto;
  padding-inline: clamp(1rem, 4vw, 3rem);
}
.top {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  justify-content: space-between;
  gap: 0 var(--s5);
  padding-block: var(--s3);
}
.title { font-size: var(--t2); font-weight: 700; line-height: 1.2; }
.title a { display: inline-block; padding-block: var(--s2); color: inherit; text-decoration: none; }
.title img { display: block; inline-size: 12rem; block-size: 3rem; background: none; object-fit: contain; object-position: left; }
.plate .top { flex-direction: column; }
.plate .title img { inline-size: 18rem; block-size: 5rem; object-position: center; }
.top ul { display: flex; flex-wrap: wrap; gap: 0 var(--s4); padding: 0; list-style: none; font-size: var(--t0); }
.top li a { display: block; padding-block: 0.7rem; }
.top [aria-current] { text-decoration: underline 2px var(--accent); text-underline-offset: 0.5em; }
main { padding-block: 0 var(--s6); }
main::before { content: ""; display: block; margin-block-end: var(--s5); border-block-start: 1px solid var(--rule); }
.home .top { justify-content: center; }
.home main::before { display: none; }
.foot { padding-block-end: var(--s5); color: var(--soft); font-size: var(--t0); }
.foot::before { content: ""; display: block; block-size: 5px; margin-block-end: var(--s4); border: solid var(--ink); border-width: 3px 0 1px; }
.foot ul { display: flex; flex-wrap: wrap; align-items: center; gap: 0 var(--s4); margin-block-start: var(--s2); padding: 0; list-style: none; }
.foot li a { display: block; padding-block: 0.35rem; }
.foot a { color: inherit; }
`;
