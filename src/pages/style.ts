/** The style of every page: enough to read them with comfort. It stands in the page itself. */
export const STYLE =
  ':root{color-scheme:light dark}body{font:1.05rem/1.6 Georgia,"Noto Serif Devanagari",serif;margin:0 auto;max-width:40rem;padding:1rem}h1{line-height:1.2}img{height:auto;max-width:100%}pre,a{overflow-wrap:anywhere}';

/** What names the style in a content security policy (CSP Level 3, section 2.3.1). */
export const STYLE_SOURCE = "'sha256-fE1/RR9+xy7thmODmansWY0aoDwdfrrTSooTB8Oh064='";
