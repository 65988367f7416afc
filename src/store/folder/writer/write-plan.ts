import { join } from "node:path";
import type { Article } from "../../../article/article.ts";
import { affectedScopes } from "../../../site/affected-scopes.ts";
import type { Scope } from "../../../site/scope.ts";
import type { Site } from "../../../site/site.ts";
import { MAX_ARTICLE_BYTES, SOURCE_SUFFIXES, type Source } from "../../../source/source.ts";
import { type Change, type Outcome, preconditionHolds } from "../../article-writer.ts";
import type { Folder } from "../folder.ts";
import { type FileReading, parseArticleFile } from "../parsed-file.ts";
import { isNormalSlug, storedFilesOf } from "./stored-files.ts";

/** What is to be done for a change. */
export interface WritePlan {
  readonly slug: string;
  readonly outcome: Outcome;
  /** The file that is to be there in the end; it is written unless it has the text already. */
  readonly file:
    | { readonly name: string; readonly text: string; readonly reading: FileReading; readonly write: boolean }
    | undefined;
  /** Files that are to be taken away, in this order, after it. */
  readonly stale: readonly string[];
  /** What is served before and after. */
  readonly before: Article | undefined;
  readonly after: Article | undefined;
}

/**
 * Tells what is to be done for a change, under the folder's hold on its slug.
 * @param site the settings in force
 * @param now UTC
 */
export async function planChange(folder: Folder, site: Site, change: Change, now: Date): Promise<WritePlan> {
  const { slug } = change;
  const before = folder.index.served(slug);
  const idle = (outcome: Outcome): WritePlan => ({
    ...{ slug, outcome, file: undefined, stale: [] },
    ...{ before, after: before },
  });
  if (!isNormalSlug(slug)) return idle(BAD_SLUG);
  const holding = await storedFilesOf(folder, slug);
  // What cannot be read is there, and has no tag that anybody knows.
  const stored = holding.names.length === 0 ? undefined : (holding.source?.tag ?? "");
  if (!preconditionHolds(change, stored)) return idle({ kind: "failed-precondition" });
  // From the last to the first: what is served stays until nothing else is left that could take its place.
  const stale = [...holding.names].reverse();
  const done = (
    kind: "created" | "changed" | "same" | "removed" | "absent",
    tag: string,
    touched: readonly Scope[],
  ) => ({ kind, tag, touched }) as const;
  if (change.kind === "remove") {
    if (stale.length === 0) return idle(done("absent", "", []));
    const outcome = done("removed", "", affectedScopes([before]));
    return { slug, outcome, file: undefined, stale, before, after: undefined };
  }
  const source = { ...change.source, slug, text: storable(change.source.text) };
  const name = slug + SOURCE_SUFFIXES[source.format];
  if (holding.blocked.has(name)) return idle(blocked(name));
  const read = await readAhead(source, name, site, now);
  if ("message" in read) return idle({ kind: "refused", ...read });
  const { reading, tag } = read;
  const same = holding.source?.tag === tag && holding.names[0] === name;
  const kind = same ? "same" : holding.names.length === 0 ? "created" : "changed";
  return {
    ...{ slug, before, after: reading.article ?? undefined },
    outcome: done(kind, tag, same ? [] : affectedScopes([before, reading.article ?? undefined])),
    file: { name, text: source.text, reading, write: !same },
    stale: stale.filter((other) => other !== name),
  };
}

/** A text as it comes back from a file: without byte order marks in front and half characters. */
function storable(text: string): string {
  return text.replace(/^\ufeff+/, "").toWellFormed();
}

/** Reads what is to be written as the folder would read it afterwards. */
async function readAhead(
  source: Source,
  name: string,
  site: Site,
  now: Date,
): Promise<{ readonly reading: FileReading; readonly tag: string } | Refusal> {
  if (Buffer.byteLength(source.text) > MAX_ARTICLE_BYTES)
    return { message: `the text has more than ${MAX_ARTICLE_BYTES} bytes`, hint: "Split the article." };
  const reading = await parseArticleFile(source, name, site, now);
  if (reading.article !== null && reading.source !== undefined) return { reading, tag: reading.source.tag };
  const [fault] = [...reading.faults].sort(
    (a, b) => Number(b.severity === "error") - Number(a.severity === "error"),
  );
  return { message: fault?.message ?? "this is no article", hint: fault?.hint ?? "Write its text." };
}

interface Refusal {
  readonly message: string;
  readonly hint: string;
}

const BAD_SLUG: Outcome = {
  kind: "refused",
  message: "a file of this name cannot be an article",
  hint: "Use letters, digits and hyphens, in Unicode's NFC.",
};

function blocked(name: string): Outcome {
  return {
    kind: "refused",
    message: `${join("articles", name)} is there and is not a file`,
    hint: "Have it removed from the content folder.",
  };
}
