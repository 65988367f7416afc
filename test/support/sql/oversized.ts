import type { Change } from "../../../src/store/article-writer.ts";
import { plainPiece, putOf } from "./history.ts";

type Put = Change & { readonly kind: "put" };

/** An article of slug `b` whose body or source is the same text. */
async function large(now: Date, html: string, text?: string): Promise<Put> {
  const put = await putOf(plainPiece("b", 0), now);
  return {
    ...put,
    source: { ...put.source, text: text ?? put.source.text },
    article: { ...put.article, html },
  };
}

/** Articles that are too large to be stored, each for a reason of its own. */
export const oversized = new Map<string, (now: Date) => Promise<Put>>(
  Object.entries({
    "its source": (now: Date) => large(now, "<p>Text.</p>", "a".repeat(1_900_001)),
    "signs in its source that take two characters each": (now: Date) => large(now, "<p>Text.</p>", '"'.repeat(960_000)),
    "its HTML": (now: Date) => large(now, `<p>${"a".repeat(1_900_001)}</p>`),
    "letters of its HTML that take three bytes each": (now: Date) => large(now, `<p>${"ख".repeat(640_000)}</p>`),
    "its words, which are longer than its text": (now: Date) => large(now, `<p>${"\ufdfa ".repeat(100_000)}</p>`),
  }),
);
