import { execFileSync } from "node:child_process";
import { chmod, mkdir, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterAll } from "vitest";
import { articleText, temporaryFolder } from "./folder.ts";

/** Stands in what must never be read or served. */
export const SECRET = "the-secret-that-nobody-may-read";

const sockets: Server[] = [];

afterAll(() => {
  for (const server of sockets.splice(0)) server.close();
});

/** A file that is no article, and the code of the fault that says so. */
export interface Hostile {
  /** As logs show it: control characters are blanks. */
  readonly name: string;
  readonly code: string;
}

/** Good texts in uncommon forms, by slug: these are served. */
export const GOOD: Readonly<Record<string, string | Uint8Array>> = {
  plain: articleText("Plain"),
  "carriage-returns": articleText("Carriage returns").replaceAll("\n", "\r"),
  "no-last-newline": articleText("No last newline").trimEnd(),
  "byte-order-mark": `\ufeff${articleText("Byte order mark")}`,
  "with-nul": articleText("With NUL\0 in it"),
  "%2e%2e%2fpercent": articleText("Percent signs in the name"),
  "q?a#b&c=d+e;f": articleText("Marks of addresses in the name"),
  "<b>&amp;": articleText("Markup in the name"),
};

const bytes = (...values: number[]) => Uint8Array.from(values);
const after = (start: string, tail: Uint8Array) => Buffer.concat([Buffer.from(start), tail]);
const HEAD = "Published 23:05 IST, March 31st 2025\nHeadline\nStandfirst.\n";

/** Bytes that are no article, by the code of their fault. */
function contents(): [code: string, name: string, content: string | Uint8Array][] {
  const random = generator(20_250_331);
  const notUtf8: [string, Uint8Array][] = [
    ["all-bytes", Uint8Array.from({ length: 256 }, (_, index) => index)],
    ["latin-1", Buffer.from(`${HEAD}Caf\xe9.\n`, "latin1")],
    ["utf-16-le", after("", Buffer.from(`\ufeff${HEAD}Text.\n`, "utf16le"))],
    ["utf-16-be", Buffer.from(`\ufeff${HEAD}Text.\n`, "utf16le").swap16()],
    ["utf-16-without-mark", Buffer.from(`${HEAD}Café.\n`, "utf16le")],
    ["gzip", bytes(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3)],
    ["png", bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
    ["continuation", after(HEAD, bytes(0x80, 0xbf))],
    ["cut-off", after(`${HEAD}Text `, bytes(0xe0, 0xa4))],
    ...[0xc0, 0xc1].map((lead): [string, Uint8Array] => [`overlong-${lead}`, after(HEAD, bytes(lead, 0xaf))]),
    ["overlong-3", after(HEAD, bytes(0xe0, 0x80, 0xaf))],
    ["overlong-4", after(HEAD, bytes(0xf0, 0x80, 0x80, 0xaf))],
    ["overlong-nul", after(HEAD, bytes(0xc0, 0x80))],
    ["above-unicode", after(HEAD, bytes(0xf4, 0x90, 0x80, 0x80))],
    ...[0xf5, 0xf8, 0xfc, 0xfe, 0xff].map((lead): [string, Uint8Array] => [
      `lead-${lead}`,
      after(HEAD, bytes(lead, 0x80, 0x80, 0x80)),
    ]),
    ...[0xa0, 0xa8, 0xaf, 0xb0, 0xb8, 0xbf].map((second): [string, Uint8Array] => [
      `surrogate-${second}`,
      after(`${HEAD}Text `, bytes(0xed, second, 0x80)),
    ]),
    ["surrogate-pair", after(HEAD, bytes(0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80))],
    ...Array.from({ length: 80 }, (_, index): [string, Uint8Array] => [
      `random-${index}`,
      Uint8Array.from({ length: 64 + index * 50 }, () => random() & 0xff),
    ]),
  ];
  const empty = [
    "",
    " ",
    "\n",
    "\r\r\r",
    "\r\n\r\n",
    "\t \u00a0 \n",
    "\ufeff",
    "\0\0\0\0",
    "\u0001\u0002\n\u001b",
  ];
  const nonsense = [
    "- ".repeat(20_000),
    "> ".repeat(20_000),
    "# ".repeat(20_000),
    "<a>".repeat(20_000),
    "(".repeat(60_000),
    "]]>".repeat(20_000),
    "https://".repeat(8_000),
    "\u202e\u2066".repeat(20_000),
    "e\u0301".repeat(30_000),
    "🏳️‍🌈".repeat(10_000),
    "{}[]\\\"'`$(rm)".repeat(4_000),
    " ".repeat(60_000).concat("x"),
    "x\n".repeat(200_000),
    "By A, B and C\n".repeat(10_000),
    "Published\n".repeat(10_000).replace("Published", "Publisher"),
    '{"title": "An article in JSON"}',
    "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
    "---\ntitle: !!js/function 'x'\n---\n",
  ];
  const times: [code: string, time: string][] = [
    ["bad-time", ""],
    ["bad-time", "yesterday"],
    ["bad-time", `${" ".repeat(50_000)}x`],
    ["bad-time", "9".repeat(50_000)],
    ["no-such-hour", "25:00 IST, March 31st 2025"],
    ["no-such-day", "23:05 IST, February 30th 2025"],
    ["unknown-zone", "23:05 XYZ, March 31st 2025"],
    ["unknown-zone", `23:05 ${"A/".repeat(20_000)}, March 31st 2025`],
    ["unknown-zone", "23:05 ../../../etc/passwd, March 31st 2025"],
    ["unknown-zone", "23:05 __proto__, March 31st 2025"],
  ];
  return [
    ...notUtf8.map(([name, content]): [string, string, Uint8Array] => ["not-utf-8", name, content]),
    ...empty.map((content, index): [string, string, string] => ["no-published", `empty-${index}`, content]),
    ...nonsense.map((content, index): [string, string, string] => [
      "no-published",
      `nonsense-${index}`,
      content,
    ]),
    ...times.map(([code, time], index): [string, string, string] => [
      code,
      `time-${index}`,
      `Published ${time}
Headline
Standfirst.
Text.
`,
    ]),
    ["no-headline", "only-a-time", "Published 23:05 IST, March 31st 2025"],
    ["no-body", "only-a-headline", "Published 23:05 IST, March 31st 2025\nHeadline"],
    ["no-body", "only-a-standfirst", HEAD],
    ["bad-category", "empty-category", `${HEAD}- \nText.\n`],
    ["bad-image-address", "script-image", `${HEAD}Image: javascript:alert(1) | x\nText.\n`],
    [
      "too-many-categories",
      "categories",
      `${HEAD}${Array.from({ length: 500 }, (_, n) => `- C${n}\n`).join("")}Text.\n`,
    ],
    ["line-too-long", "long-line", `${HEAD}${"word ".repeat(200_000)}.\n`],
    [
      "line-too-long",
      "long-headline",
      `Published 23:05 IST, March 31st 2025\n${"word ".repeat(200_000)}\nA.\nB.\n`,
    ],
    ["too-large", "ten-megabytes", new Uint8Array(10_000_000).fill(0x61)],
    ["too-large", "a-byte-too-large", new Uint8Array(1_048_577).fill(0x61)],
  ];
}

/** Names that no article may have; what the files hold would be one. */
const NAMES: readonly (readonly [code: string, name: string])[] = [
  ["bad-name", "...txt"],
  ["bad-name", "..txt"],
  ["bad-name", "....txt"],
  ["bad-name", "a..b.txt"],
  ["bad-name", "..a.txt"],
  ["bad-name", "..\\..\\site.txt"],
  ["bad-name", "back\\slash.txt"],
  ["bad-name", "new\nline.txt"],
  ["bad-name", "carriage\rreturn.txt"],
  ["bad-name", "tab\tstop.txt"],
  ["bad-name", "escape\u001b[31mred.txt"],
  ["bad-name", "bell\u0007.txt"],
  ["bad-name", "delete\u007f.txt"],
  ["bad-name", "next\u0085line.txt"],
  ["bad-name", "control\u0001.txt"],
  ["bad-name", "replaced\ufffd.txt"],
  ["bad-name", "no-character\uffff.txt"],
  ["bad-name", " leading.txt"],
  ["bad-name", "trailing .txt"],
  ["bad-name", "\u00a0.txt"],
  ["bad-name", `${"x".repeat(201)}.txt`],
  ["bad-name", `${"x".repeat(251)}.txt`],
  ["bad-name", `${"ख".repeat(67)}.txt`],
  ["not-an-article", "no-suffix"],
  ["not-an-article", "capitals.TXT"],
  ["not-an-article", "backup.txt~"],
  ["not-an-article", "page.html"],
  ["not-an-article", "script.txt.js"],
];

/**
 * Fills `articles` of a content folder with what no article is, and a few good ones.
 * @returns what each bad one is to be called
 */
export async function plantHostile(folder: string): Promise<Hostile[]> {
  const articles = join(folder, "articles");
  const planted: Hostile[] = [];
  const add = (name: string, code: string) => planted.push({ name: name.replace(/\p{Cc}+/gu, " "), code });

  for (const [slug, text] of Object.entries(GOOD)) await writeFile(join(articles, `${slug}.txt`), text);
  for (const [code, name, content] of contents()) {
    await writeFile(join(articles, `${name}.txt`), content);
    add(`${name}.txt`, code);
  }
  for (const [code, name] of NAMES) {
    await writeFile(join(articles, name), articleText(SECRET));
    add(name, code);
  }
  // A name that is no UTF-8; some systems refuse to make one.
  const invalid = Buffer.concat([Buffer.from(`${articles}/invalid-`), bytes(0xff), Buffer.from(".txt")]);
  if (await made(writeFile(invalid, articleText(SECRET)))) add("invalid-\ufffd.txt", "bad-name");
  // Where the system tells them apart, the second of two names that are composed differently is left out.
  await writeFile(join(articles, "caf\u00e9.txt"), articleText("Composed"));
  await writeFile(join(articles, "cafe\u0301.txt"), articleText("Composed"));
  if (process.platform === "linux") add("caf\u00e9.txt", "same-slug");

  await plantLinks(folder, add);
  await plantOthers(articles, add);
  return planted;
}

async function plantLinks(folder: string, add: (name: string, code: string) => void): Promise<void> {
  const articles = join(folder, "articles");
  const outside = await temporaryFolder();
  const secret = join(outside, "secret.txt");
  await writeFile(secret, articleText(SECRET, SECRET));
  await writeFile(join(folder, "beside.txt"), articleText(SECRET, SECRET));
  await symlink(outside, join(articles, ".way-out"));
  const targets: [name: string, target: string][] = [
    ["out", secret],
    ["out-through-a-link", ".way-out/secret.txt"],
    ["out-to-a-link", "link-out.txt"],
    ["up", "../beside.txt"],
    ["up-and-around", `../../${"../".repeat(20)}${secret}`],
    ["settings", "../site.json"],
    ["passwd", "/etc/passwd"],
    ["environment", "/proc/self/environ"],
    ["zeros", "/dev/zero"],
    ["input", "/dev/stdin"],
    ["nothing", "there-is-nothing.txt"],
    ["nothing-outside", join(outside, "there-is-nothing.txt")],
    ["itself", "link-itself.txt"],
    ["loop-a", "link-loop-b.txt"],
    ["loop-b", "link-loop-a.txt"],
    ["folder", outside],
    ["own-folder", "."],
    ["root", "/"],
    ["below-a-file", "plain.txt/x"],
  ];
  for (const [name, target] of targets) {
    await symlink(target, join(articles, `link-${name}.txt`));
    add(`link-${name}.txt`, "outside-folder");
  }
}

async function plantOthers(articles: string, add: (name: string, code: string) => void): Promise<void> {
  await mkdir(join(articles, "folder.txt"));
  await writeFile(join(articles, "folder.txt", "inside.txt"), articleText(SECRET));
  add("folder.txt", "not-a-file");
  await symlink("folder.txt", join(articles, "link-folder-inside.txt"));
  add("link-folder-inside.txt", "not-a-file");
  await mkdir(join(articles, "folder"));
  await writeFile(join(articles, "folder", "inside.txt"), articleText(SECRET));
  add("folder", "not-an-article");
  execFileSync("mkfifo", [join(articles, "pipe.txt")]);
  add("pipe.txt", "not-a-file");
  const server = createServer();
  await new Promise<void>((listening) => server.listen(join(articles, "socket.txt"), listening));
  sockets.push(server);
  add("socket.txt", "not-a-file");
  const unreadable = join(articles, "unreadable.txt");
  // Root reads it all the same: then it has to be bad in another way.
  await writeFile(unreadable, "");
  await chmod(unreadable, 0);
  add("unreadable.txt", process.getuid?.() === 0 ? "no-published" : "unreadable");
}

function made(action: Promise<unknown>): Promise<boolean> {
  return action.then(
    () => true,
    () => false,
  );
}

/** Numbers that look like chance and are the same in every run (a linear congruence of 32 bits, its upper half). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 16;
  };
}
