/** Ways to write a dot and a slash, from plain to twice encoded and overlong. */
const DOTS = [".", "%2e", "%2E", "%252e", "%c0%ae", "%u002e", "．", "\u2024", "&#46;", "\\x2e"];
const SLASHES = ["/", "\\", "%2f", "%5c", "%252f", "%c0%af", "%u2215", "∕", "／", "\0/", "/./", "//"];

/** Paths out of a folder in all of these encodings. */
export const TRAVERSALS: readonly string[] = DOTS.flatMap((dot) =>
  SLASHES.flatMap((slash) => [
    `${dot}${dot}${slash}${dot}${dot}${slash}etc${slash}passwd`,
    `a${slash}${dot}${dot}${slash}${dot}${dot}${slash}outside`,
    `${slash}tmp${slash}outside`,
    `${dot}${dot}${slash}site`,
  ]),
);

const PAYLOADS = [
  "' OR '1'='1",
  "'; DROP TABLE articles; --",
  '" OR ""="',
  "1; SELECT pg_sleep(9)",
  "a' UNION SELECT text FROM sources --",
  "#{7*7}",
  "{{7*7}}",
  "$(touch outside)",
  "`touch outside`",
  "| touch outside",
  "; rm -rf .",
  "<script>alert(1)</script>",
  "<![CDATA[x]]>",
  "&xxe;",
  "%00",
  "%0d%0aSet-Cookie: a=b",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "CON",
  "aux",
  "file:///etc/passwd",
  "C:\\outside",
  "~root",
  "-rf",
  "*",
  "?",
  "[a-z]",
  "%s%n%x",
];

/** Texts that are meant to mean something to an interpreter, alone and with what ends or begins texts around them. */
export const INJECTIONS: readonly string[] = PAYLOADS.flatMap((payload) => [
  payload,
  `a${payload}`,
  `${payload}.txt`,
  `${payload}\0`,
  `a\n${payload}`,
  `\u202e${payload}`,
  `${payload}\ud800`,
]);
