/**
 * Made-up articles: texts in the wire format, each with the model that it stands for. The model is drawn first and
 * the text written from it, so that nothing of the program under test says what is right. The same seed gives the
 * same articles everywhere.
 */

/** What an article's text says. */
export interface Model {
  readonly slug: string;
  readonly headline: string;
  readonly standfirst: string | null;
  readonly authors: readonly Named[];
  readonly categories: readonly Named[];
  readonly picture: PictureModel | null;
  readonly readingMinutes: number | null;
  /** BCP 47. */
  readonly language: string;
  /** UTC. */
  readonly published: Date;
  /** UTC. */
  readonly updated: Date;
  /** The body as HTML. */
  readonly html: string;
}

/** An author or a category: what people read, and its part in addresses. */
export interface Named {
  readonly name: string;
  readonly slug: string;
}

export interface PictureModel {
  readonly address: string;
  readonly alternative: string;
  readonly type: string;
}

export interface WrittenArticle {
  readonly text: string;
  readonly model: Model;
}

/** Language of the site that the articles are written for. */
export const CORPUS_LANGUAGE = "en-IN";

/** Texts that a careless writer of XML, HTML or JSON would get wrong. */
export const HOSTILE = [
  "<b>x</b>",
  "<script>alert(1)</script>",
  "<br/>",
  "<",
  ">",
  "<<",
  "</item>",
  "</entry>",
  "</title>",
  "<!--",
  "-->",
  "<![CDATA[",
  "]]>",
  "]]>]]>",
  "]]",
  "]]&gt;",
  "<?xml?>",
  "&",
  "&&",
  "&;",
  "&#",
  "&#;",
  "&amp;",
  "&amp;amp;",
  "&amp;lt;",
  "&lt;",
  "&gt;",
  "&quot;",
  "&#60;",
  "&#x3C;",
  "&#x26;",
  "&copy;",
  "&copy=1",
  "&copy",
  "&notit;",
  "&nbsp;",
  "R&D",
  "a&b=c",
  '"',
  "'",
  '""',
  "\"q\" 'q'",
  "“q”",
  "`",
  "``b``",
  "\\",
  "\\u0041",
  "\\n",
  "%3C",
  "{{x}}",
  `\${x}`,
  "$&",
  "$1",
  "__proto__",
  "🙂",
  "👩‍👩‍👧",
  "🇮🇳",
  "𝒜",
  "e\u0301",
  "o\u0302\u0301",
  "\u0301",
  "हिं",
  "க்ஷ",
  "اُردو",
  "\u200b",
  "\u200d",
  "\u200f",
  "\u2028",
  "\u2029",
  "\u0085",
  "\u009f",
  "\u007f",
  "\u00a0",
  "\u00ad",
  "\ufeff",
  "\ue000",
  "\uf8ff",
  "\u{f0000}",
  "\ufdd0",
  "\ufffd",
  "\u{1fffe}",
  "\u{10ffff}",
] as const;

const AUTHORS: readonly Named[] = [
  { name: "Asha Kulkarni", slug: "asha-kulkarni" },
  { name: "R. K. Menon", slug: "r-k-menon" },
  { name: "Ann <b>Roy</b>", slug: "ann-b-roy-b-" },
  { name: '"Bunty" & Co', slug: "-bunty-co" },
  { name: "D'Souza &amp; Sons", slug: "d-souza-amp-sons" },
  { name: "A &copy=1 B", slug: "a-copy-1-b" },
  { name: "मीरा जोशी", slug: "मीरा-जोशी" },
  { name: "கவிதா ராஜன்", slug: "கவிதா-ராஜன்" },
  { name: "زینب علی", slug: "زینب-علی" },
  { name: "Zoë Ñandú", slug: "zoë-ñandú" },
  { name: "Lee ]]> Cho", slug: "lee-cho" },
  { name: "Ravi\ue000Rao", slug: "ravi-rao" },
  { name: "Tara 🙂 Sen", slug: "tara-sen" },
  { name: "Re\u0301mi `Das`", slug: "rémi-das-" },
];

const CATEGORIES: readonly Named[] = [
  { name: "India", slug: "india" },
  { name: "Weather", slug: "weather" },
  { name: "R&D", slug: "r-d" },
  { name: "C++ & <C>", slug: "c-c-" },
  { name: "Q&amp;A", slug: "q-amp-a" },
  { name: "&copy=1", slug: "-copy-1" },
  { name: "&#60;b&#62;", slug: "-60-b-62-" },
  { name: "“Quoted” \"labels\" 'here'", slug: "-quoted-labels-here-" },
  { name: "]]> end", slug: "-end" },
  { name: "<i>markup</i>", slug: "-i-markup-i-" },
  { name: "A/B `c`", slug: "a-b-c-" },
  { name: "Sport 🏏", slug: "sport-" },
  { name: "Cafe\u0301", slug: "café" },
  { name: "मौसम", slug: "मौसम" },
  { name: "வானிலை", slug: "வானிலை" },
  { name: "کھیل", slug: "کھیل" },
];

const PICTURES = [
  { end: ".jpg", type: "image/jpeg" },
  { end: ".jpeg?w=1200&h=630", type: "image/jpeg" },
  { end: ".png?a=%3Cb%3E&copy=1", type: "image/png" },
  { end: ".gif", type: "image/gif" },
  { end: ".WEBP", type: "image/webp" },
  { end: ".avif", type: "image/avif" },
  { end: ".svg", type: "image/svg+xml" },
  { end: "/o'clock", type: "application/octet-stream" },
] as const;

const SLUG_ENDS = ["", "", "", "-rain", "-वर्षा", "-it's", "-a b", "-50%", "-q&a", "-<b>"] as const;

/** Addresses as an author writes them, and as a URL parser (WHATWG) normalises them. */
const LINKS = [
  { written: "https://example.org/", href: "https://example.org/" },
  { written: "https://example.org/a?b=1&c=2", href: "https://example.org/a?b=1&c=2" },
  { written: "https://example.org/a_(b)", href: "https://example.org/a_(b)" },
  { written: "http://example.org:8080/o'clock#'end'-x", href: "http://example.org:8080/o'clock#'end'-x" },
  {
    written: "HTTP://Example.org/वर्षा?q='a'&copy=1",
    href: "http://example.org/%E0%A4%B5%E0%A4%B0%E0%A5%8D%E0%A4%B7%E0%A4%BE?q=%27a%27&copy=1",
  },
] as const;

interface Tongue {
  readonly language: string;
  readonly words: readonly string[];
  /** What ends its sentences. */
  readonly stops: readonly string[];
  readonly hostile: readonly string[];
  readonly links: boolean;
}

const ENGLISH: Tongue = {
  language: CORPUS_LANGUAGE,
  words:
    "harbour masters asked shipping agents on Monday to move open cargo under cover two days earlier than they had planned because a low over the Bay deepened faster Kochi Mangaluru river bridge market school election budget cricket train water power council price farmers monsoon forecast court".split(
      " ",
    ),
  stops: [".", "!", "?", "…", ".”", ":", ".)"],
  hostile: HOSTILE,
  links: true,
};

/** The language of a text is told by its script, so there must be little of any other script in it. */
const BRIEF = HOSTILE.filter((text) => text.replace(/[^a-z]/gi, "").length <= 2);

const HINDI: Tongue = {
  language: "hi",
  words:
    "बंदरगाह अधिकारियों सोमवार जहाज़ कंपनियों मालवाहक निर्धारित बारिश समुद्र किसानों सरकार विद्यालय परिवहन मुख्यमंत्री बाज़ार अदालत पुलिस चुनाव समाचार विश्वविद्यालय".split(
      " ",
    ),
  stops: ["।", "॥", "!", "?"],
  hostile: BRIEF,
  links: false,
};

const TAMIL: Tongue = {
  language: "ta",
  words:
    "துறைமுகம் அதிகாரிகள் திங்கட்கிழமை கப்பல் நிறுவனங்கள் மழைக்காலம் விவசாயிகள் அரசாங்கம் பள்ளிக்கூடம் நீதிமன்றம் தேர்தல் செய்திகள் பல்கலைக்கழகம் சந்தை முதலமைச்சர்".split(
      " ",
    ),
  stops: [".", "!", "?"],
  hostile: BRIEF,
  links: false,
};

const URDU: Tongue = {
  language: "ur",
  words:
    "بندرگاہ افسران پیر جہاز کمپنیوں سامان منتقل بارش سمندر کسانوں حکومت اسکول عدالت انتخابات خبریں بازار وزیراعلیٰ یونیورسٹی".split(
      " ",
    ),
  stops: ["۔", "؟", "!"],
  hostile: BRIEF,
  links: false,
};

const TONGUES = [ENGLISH, ENGLISH, ENGLISH, ENGLISH, ENGLISH, ENGLISH, HINDI, HINDI, TAMIL, URDU];

/** Days on which the date, month or year in India is not that in UTC. */
const ROLLOVERS = ["2024-01-01", "2024-02-29", "2024-03-01", "2025-01-01", "2025-03-01", "2025-04-01"];

const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);

const MINUTE = 60_000;
const IST = 330 * MINUTE;

/**
 * Writes articles.
 * @param seed which ones
 * @param first number of the first; it becomes part of the slug, so that articles can be made in batches
 */
export function* corpus(seed: number, count: number, first = 0): Generator<WrittenArticle> {
  const draw = new Draw(seed + first);
  for (let number = first; number < first + count; number += 1) yield write(draw, number);
}

function write(draw: Draw, number: number): WrittenArticle {
  const tongue = draw.one(TONGUES);
  const published = publishedAt(draw);
  const updated = new Date(published.getTime() + (draw.chance(0.6) ? draw.upTo(4000) * MINUTE : 0));
  const categories = draw.some(CATEGORIES, draw.upTo(4));
  const labelled = categories.length > 0;
  const minutes = draw.chance(0.5) ? 1 + draw.upTo(40) : null;
  // Without a label between them, the first line of the body would be the standfirst.
  const standfirst = draw.chance(0.7) || (!labelled && minutes === null) ? prose(draw, tongue, 6, 14) : null;
  const blocks = body(draw, tongue);
  const model: Model = {
    slug: `n${String(number).padStart(5, "0")}${draw.one(SLUG_ENDS)}`,
    headline: prose(draw, tongue, 3, 9),
    standfirst,
    authors: draw.some(AUTHORS, draw.upTo(3)),
    categories,
    picture: draw.chance(0.4) ? picture(draw, tongue, number) : null,
    readingMinutes: minutes,
    language: tongue.language,
    published,
    updated,
    html: blocks.map(({ html }) => html).join("\n"),
  };
  const text = [
    `Published ${deskTime(published)}`,
    model.headline,
    ...draw.shuffled(headLines(model)),
    ...draw.shuffled([
      ...(minutes === null ? [] : [`- ${minutes} min read`]),
      categories.map(({ name }) => `- ${name}`).join("\n"),
    ]),
    ...blocks.map(({ text }) => text),
    ...(updated > published || draw.chance(0.5) ? [`Updated ${deskTime(updated)}`] : []),
  ];
  return { text: `${text.filter((line) => line !== "").join("\n")}\n`, model };
}

function headLines({ standfirst, authors, picture }: Model): string[] {
  const names = authors.map(({ name }) => name);
  const last = names.pop();
  return [
    standfirst ?? "",
    last === undefined ? "" : `By ${names.length === 0 ? last : `${names.join(", ")} and ${last}`}`,
    picture === null
      ? ""
      : `Image: ${picture.address}${picture.alternative === "" ? "" : ` | ${picture.alternative}`}`,
  ];
}

function picture(draw: Draw, tongue: Tongue, number: number): PictureModel {
  const { end, type } = draw.one(PICTURES);
  return {
    address: `https://pictures.example/${number}${end}`,
    alternative: draw.chance(0.8) ? prose(draw, tongue, 2, 6) : "",
    type,
  };
}

interface Block {
  readonly text: string;
  readonly html: string;
}

/** Begins and ends with a paragraph, as a list would join the labels and a subhead needs one below it. */
function body(draw: Draw, tongue: Tongue): Block[] {
  const blocks = [paragraph(draw, tongue)];
  for (let left = draw.upTo(3); left > 0; left -= 1) {
    blocks.push(draw.one([paragraph, markedSubhead, subhead, list, quotation])(draw, tongue));
    blocks.push(paragraph(draw, tongue));
  }
  return blocks;
}

function paragraph(draw: Draw, tongue: Tongue): Block {
  const stop = draw.one(tongue.stops);
  const words = prose(draw, tongue, 14, 26);
  if (!tongue.links || draw.chance(0.8))
    return { text: words + stop, html: `<p>${escaped(words + stop)}</p>` };
  const { written, href } = draw.one(LINKS);
  const more = prose(draw, tongue, 2, 5);
  return {
    text: `${words} ${written}. ${more}${stop}`,
    html: `<p>${escaped(words)} <a href="${attribute(href)}">${escaped(written)}</a>. ${escaped(more + stop)}</p>`,
  };
}

function markedSubhead(draw: Draw, tongue: Tongue): Block {
  const words = prose(draw, tongue, 2, 6);
  return { text: `## ${words}`, html: `<h2>${escaped(words)}</h2>` };
}

/** Short and without a stop at its end: a subhead, as a longer paragraph follows. */
function subhead(draw: Draw, tongue: Tongue): Block {
  const words = `${draw.one(tongue.words)} ${draw.one(tongue.words)}`;
  return { text: words, html: `<h2>${escaped(words)}</h2>` };
}

function list(draw: Draw, tongue: Tongue): Block {
  const items = Array.from({ length: 1 + draw.upTo(3) }, () => prose(draw, tongue, 2, 8));
  return {
    text: items.map((item) => `- ${item}`).join("\n"),
    html: `<ul>\n${items.map((item) => `<li>${escaped(item)}</li>`).join("\n")}\n</ul>`,
  };
}

function quotation(draw: Draw, tongue: Tongue): Block {
  const lines = Array.from({ length: 1 + draw.upTo(1) }, () => prose(draw, tongue, 4, 10));
  return {
    text: lines.map((line) => `> ${line}`).join("\n"),
    html: `<blockquote>\n${lines.map((line) => `<p>${escaped(line)}</p>`).join("\n")}\n</blockquote>`,
  };
}

/** Words with hostile texts between and inside them; the first and the last are plain. */
function prose(draw: Draw, tongue: Tongue, least: number, most: number): string {
  const words = Array.from({ length: least + draw.upTo(most - least) }, () => draw.one(tongue.words));
  for (let index = 1; index < words.length - 1; index += 1) {
    if (!draw.chance(0.25)) continue;
    const hostile = draw.one(tongue.hostile);
    words[index] = draw.chance(0.5) ? hostile : `${words[index]}${hostile}${words[index]}`;
  }
  return words.join(" ");
}

function publishedAt(draw: Draw): Date {
  const minutes = draw.chance(0.25)
    ? Date.parse(draw.one(ROLLOVERS)) / MINUTE + draw.upTo(720) - 360
    : Date.parse("2020-01-01") / MINUTE + draw.upTo(6 * 365 * 1440);
  return new Date(minutes * MINUTE - IST);
}

function deskTime(instant: Date): string {
  const wall = new Date(instant.getTime() + IST);
  const day = wall.getUTCDate();
  const clock = wall.toISOString().slice(11, 16);
  return `${clock} IST, ${MONTHS[wall.getUTCMonth()]} ${day}${ORDINALS[day] ?? "th"} ${wall.getUTCFullYear()}`;
}

const ORDINALS: Readonly<Record<number, string>> = {
  1: "st",
  2: "nd",
  3: "rd",
  21: "st",
  22: "nd",
  23: "rd",
  31: "st",
};

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function attribute(text: string): string {
  return escaped(text).replaceAll('"', "&quot;").replaceAll("'", "&#39;");
}

/** Random choices that a seed decides (mulberry32). */
class Draw {
  #state: number;
  constructor(seed: number) {
    this.#state = seed;
  }
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  chance(share: number): boolean {
    return this.#next() < share;
  }
  /** A whole number from 0 to `most`. */
  upTo(most: number): number {
    return Math.floor(this.#next() * (most + 1));
  }
  one<T>(values: readonly T[]): T {
    const value = values[this.upTo(values.length - 1)];
    if (value === undefined) throw new Error("There is nothing to choose from.");
    return value;
  }
  shuffled<T>(values: readonly T[]): T[] {
    const rest = [...values];
    return values.flatMap(() => rest.splice(this.upTo(rest.length - 1), 1));
  }
  some<T>(values: readonly T[], count: number): T[] {
    return this.shuffled(values).slice(0, count);
  }
}
