import { expect } from "vitest";
import type { ArticleWriter } from "../../../src/store/article-writer.ts";
import { putting, removing, WRITE_TIME } from "../fixtures/drafts.ts";

/**
 * Changes and removes articles one after the other. From the second on, FTS5 notes in rows of its own, whose ids are
 * beyond 2^53, that words are gone.
 */
export async function editOneByOne(writer: ArticleWriter): Promise<void> {
  const slugs = Array.from({ length: 12 }, (_, index) => `edited-${index}`);
  await writer.writeChanges(await Promise.all(slugs.map((slug, age) => putting(slug, { age }))), WRITE_TIME);
  for (const [index, slug] of slugs.entries()) {
    const change = index % 2 === 0 ? removing(slug) : await putting(slug, { headline: "Another", age: index });
    const [outcome] = await writer.writeChanges([change], WRITE_TIME);
    expect(outcome?.kind).toBe(index % 2 === 0 ? "removed" : "changed");
  }
  const listed = await writer.list(undefined, 100);
  expect(listed).toHaveLength(slugs.length / 2);
}
