import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BOUNDARY, MAX_TOKEN_CHARACTERS, searchableText, tokenize } from "../../src/search/tokens.ts";
import { articleThat } from "./article.ts";

describe("what a word is", () => {
  const table: readonly [why: string, text: string, tokens: string][] = [
    ["blanks and signs part words", "Ports & ships: 3-day wait_time", "ports ships 3 day wait time"],
    ["so do apostrophes, straight or not", "don't don’t", "don t don t"],
    ["accents of Latin letters go", "Café naïve Łódź façade", "cafe naive łodz facade"],
    ["composed or not", "re\u0301sume\u0301 résumé", "resume resume"],
    ["accents of Greek letters go, and the final sigma is one", "Ελλάς ΕΛΛΑΣ ὀδός", "ελλασ ελλασ οδοσ"],
    ["accents of Cyrillic letters go", "Ёлка ёлка Київ", "елка елка киів"],
    ["sharp s", "Straße STRASSE STRAẞE", "strasse strasse strasse"],
    ["Turkish letters", "İstanbul ISPARTA ısparta", "istanbul isparta isparta"],
    ["compatibility forms", "ﬁne Ｗｉｄｅ m² ½ №5", "fine wide m2 1 2 no5"],
    ["vowel signs, viramas and nuktas stay", "हिन्दी में ज़रूर", "हिन्दी में ज\u093cरूर"],
    ["joiners within a word say nothing", "क्\u200dष क्\u200cष क्ष", "क्ष क्ष क्ष"],
    ["but a blank of no width parts words", "har\u200bbour क\u200bष", "har bour क ष"],
    ["a soft hyphen does not", "har\u00adbour", "harbour"],
    ["vowel points of other scripts stay", "שָׁלוֹם", "שָׁלוֹם"],
    ["Tamil", "தமிழ்நாடு", "தமிழ்நாடு"],
    ["Korean is written with blanks", "대한민국 서울", "대한민국 서울"],
    ["Chinese is not", "北京大学, 东京", "北 京 大 学 东 京"],
    ["nor is Japanese", "東京タワーへ", "東 京 タ ワ ー へ"],
    ["nor is Thai, whose vowels stay with their letter", "ที่นี่ Bangkok", "ที่ นี่ bangkok"],
    ["scripts change within a word", "iPhone手机5", "iphone 手 机 5"],
    ["letters beyond 16 bits", "𝔸𐐀", "a𐐨"],
    ["a mark without a letter is no word", "\u0301 ¨ \u093f", ""],
    ["nor is a lone surrogate, nor half a word", "a\ud800b \udc00", "a b"],
    ["nor are control characters", "a\0b\u0001", "a b"],
    ["nothing", "", ""],
  ];
  it.each(table)("%s", (_, text, tokens) => {
    expect(tokenize(text).join(" ")).toBe(tokens);
  });

  it("makes several tokens of what is longer than any word, and loses nothing of it", () => {
    const long = "abcdefghij".repeat(20);
    const tokens = tokenize(`${long} ${"é".repeat(100)} end`);
    expect(tokens.map(({ length }) => length)).toEqual([64, 64, 64, 8, 64, 36, 3]);
    expect(tokens.slice(0, 4).join("")).toBe(long);
    expect(tokenize(`${long} end`)).toEqual([...tokens.slice(0, 4), "end"]);
    expect(tokenize(`a${"\u093f".repeat(1_000)}`)).toEqual([`a${"\u093f".repeat(MAX_TOKEN_CHARACTERS - 1)}`]);
  });
});

/** Whether FTS5's tokenizer `ascii` takes it for one token and changes nothing of it. */
const isToken = (token: string) => /^(?:[a-z0-9]|[^\p{ASCII}\p{Cs}])+$/u.test(token);

describe("tokens of any text", () => {
  it("of each character of Unicode are tokens, of which the tokens are the same", { timeout: 60_000 }, () => {
    let count = 0;
    for (let first = 0; first < 0x110000; first += 256) {
      const characters = Array.from({ length: 256 }, (_, index) => String.fromCodePoint(first + index));
      const tokens = tokenize(characters.map((each) => `${each} a${each}b ${each}${each}`).join(" "));
      expect(tokens.filter((token) => !isToken(token))).toEqual([]);
      expect(tokens).not.toContain(BOUNDARY);
      expect(tokenize(tokens.join(" "))).toEqual(tokens);
      count += tokens.length;
    }
    expect(count).toBeGreaterThan(400_000);
  });

  const word = fc.constantFrom(
    ...("aZ5_ -'\"’¨\u0301\u0323ςΣßẞıİकि्ष़\u200c\u200d\u200b\u0345ａﷺ한\u1112\u1161が\u3099กำ北\ud800\udc00".match(
      /./gsu,
    ) ?? []),
  );
  const text = fc.oneof(
    fc.string({ unit: word, maxLength: 30 }),
    fc.string({ unit: "binary" }),
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: word, minLength: 100, maxLength: 400 }),
  );

  it("are the tokens of themselves, joined", () => {
    fc.assert(
      fc.property(text, (any) => {
        const tokens = tokenize(any);
        expect(tokens.filter((token) => !isToken(token))).toEqual([]);
        expect(tokenize(tokens.join(" "))).toEqual(tokens);
        expect(tokens.every((token) => [...token].length <= MAX_TOKEN_CHARACTERS)).toBe(true);
      }),
      { seed: 21, numRuns: 3_000 },
    );
  });

  it("are those of its parts where blanks part it", () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(tokenize(`${a} ${b}`)).toEqual([...tokenize(a), ...tokenize(b)]);
      }),
      { seed: 22, numRuns: 3_000 },
    );
  });

  it("are the same in upper case, lower case and every normal form", () => {
    const letters = fc.string({ unit: fc.constantFrom(..."aÉßΣσωЁёİşक़ि é"), maxLength: 20 });
    fc.assert(
      fc.property(letters, (any) => {
        const tokens = tokenize(any);
        for (const form of ["NFC", "NFD", "NFKC", "NFKD"]) expect(tokenize(any.normalize(form))).toEqual(tokens);
        expect(tokenize(any.toUpperCase())).toEqual(tokens);
        expect(tokenize(any.toLowerCase())).toEqual(tokens);
      }),
      { seed: 23, numRuns: 1_000 },
    );
  });
});

describe("what of an article is searched", () => {
  it("is all that people read of it, each part and block by itself", async () => {
    const article = await articleThat({
      headline: "Ports clear decks",
      standfirst: "Rain is near.",
      authors: ["Asha Rao", "Bilal Khan"],
      categories: ["India", "Sea & air"],
      body: ["One <b> paragraph.", "- item", "> “Quoted.”", "See https://example.org/a-page now."],
    });
    expect(searchableText(article).split(` ${BOUNDARY} `)).toEqual([
      "ports clear decks",
      "rain is near",
      "asha rao",
      "bilal khan",
      "india",
      "sea air",
      "one b paragraph",
      "item",
      "quoted",
      "see https example org a page now",
    ]);
  });

  const bodies: readonly [why: string, html: string, text: string][] = [
    ["elements within a line part nothing", "<p>un<em>believ</em>able <b>b</b>old</p>", "unbelievable bold"],
    ["a line break of the markup parts no phrase", "<p>deep\n  sea\tport</p>\n<h2>Two</h2>", "deep sea port ¶ two"],
    ["blocks do, and <br>", "<p>one<br>two</p><ul><li>a</li><li>b</li></ul><hr><p>c</p>", "one ¶ two ¶ a ¶ b ¶ c"],
    ["and cells of a table", "<table><tr><td>1</td><th>2</th></tr></table>", "1 ¶ 2"],
    ["addresses of links are not read", '<p><a href="https://e.example/?a&#x26;b&gt;c">link</a>s</p>', "links"],
    ["references are characters", "<p>R&amp;D caf&#xE9; &#233;t&#x65; &lt;b&gt; it&#39;s</p>", "r d cafe ete b it s"],
  ];
  it.each(bodies)("%s", async (_, html, text) => {
    expect(searchableText(await articleThat({ body: html }))).toBe(text);
  });

  it("has no boundary more where a part says nothing, and may be empty", async () => {
    expect(searchableText(await articleThat({ headline: "One", standfirst: "…", body: ["—", "Two"] }))).toBe(
      `one ${BOUNDARY} two`,
    );
    expect(searchableText(await articleThat({}))).toBe("");
  });
});
