import type { Schema } from "hast-util-sanitize";

/** Schemes of links. */
export const LINK_SCHEMES = ["http", "https", "mailto"];

/** Schemes of pictures and of the sources of quotations. */
export const SOURCE_SCHEMES = ["http", "https"];

/** Block elements. */
export const BLOCKS: ReadonlySet<string> = new Set(
  namesIn(
    "blockquote caption dd dl dt figcaption figure h2 h3 h4 h5 h6 hr li ol p pre table tbody td tfoot th " +
      "thead tr ul",
  ),
);

const LINE_ELEMENTS = namesIn("a abbr b br cite code del em i img ins q s strong sub sup time u");

/** Elements that mean nothing outside of certain others. */
export const HOMES: ReadonlyMap<string, string[]> = new Map([
  ["caption", ["table"]],
  ["dd", ["dl"]],
  ["dt", ["dl"]],
  ["figcaption", ["figure"]],
  ["li", ["ol", "ul"]],
  ["tbody", ["table"]],
  ["td", ["table"]],
  ["tfoot", ["table"]],
  ["th", ["table"]],
  ["thead", ["table"]],
  ["tr", ["table"]],
]);

const NUMBER = /^\d{1,5}$/;

/** The elements and attributes of an article's HTML; all others are removed. */
export const ALLOWED: Schema = {
  tagNames: [...BLOCKS, ...LINE_ELEMENTS],
  attributes: {
    "*": [
      ["dir", "ltr", "rtl", "auto"],
      ["lang", /^[a-z]{2,8}(?:-[a-z0-9]{1,8}){0,8}$/i],
    ],
    a: ["href", "title"],
    abbr: ["title"],
    blockquote: ["cite"],
    del: ["cite", ["dateTime", /^[\w:+\-., ]{1,64}$/]],
    img: ["src", "alt", "title", ["width", NUMBER], ["height", NUMBER]],
    ins: ["cite", ["dateTime", /^[\w:+\-., ]{1,64}$/]],
    ol: [["start", /^-?\d{1,9}$/], "reversed"],
    q: ["cite"],
    td: [
      ["colSpan", NUMBER],
      ["rowSpan", NUMBER],
    ],
    th: [
      ["colSpan", NUMBER],
      ["rowSpan", NUMBER],
    ],
    time: [["dateTime", /^[\w:+\-., ]{1,64}$/]],
  },
  protocols: { href: LINK_SCHEMES, src: SOURCE_SCHEMES, cite: SOURCE_SCHEMES },
  ancestors: Object.fromEntries(HOMES),
  required: {},
  clobber: [],
  strip: [],
  allowComments: false,
  allowDoctypes: false,
};

/** Elements that are removed with their content. */
export const DROPPED: ReadonlySet<string> = new Set(
  namesIn(
    "applet audio button canvas datalist dialog embed frame frameset head iframe input link math meta meter " +
      "noembed noframes object param progress script select style svg template textarea title track video",
  ),
);

/** Elements that are replaced by one of the same meaning. */
export const RENAMED: ReadonlyMap<string, string> = new Map([
  ["kbd", "code"],
  ["listing", "pre"],
  ["plaintext", "pre"],
  ["samp", "code"],
  ["strike", "s"],
  ["tt", "code"],
  ["xmp", "pre"],
]);

/** Elements that are removed while their content stays; text in them becomes a paragraph. */
export const CONTAINERS: ReadonlySet<string> = new Set(
  namesIn(
    "address article aside body center details dir div fieldset footer form header hgroup html legend main " +
      "menu nav search section summary",
  ),
);

function namesIn(list: string): string[] {
  return list.split(" ");
}
