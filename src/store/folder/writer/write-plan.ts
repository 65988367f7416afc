import type { Article } from "../../../article/article.ts";
import { affectedScopes } from "../../../site/affected-scopes.ts";
import type { Scope } from "../../../site/scope.ts";
import type { Site } from "../../../site/site.ts";
import { MAX_ARTICLE_BYTES, type Source } from "../../../source/source.ts";
import { type Change, type Outcome, preconditionHolds } from "../../article-writer.ts";
import { type FileReading, parseArticleFile } from "../files/parsed-file.ts";
import { articleFile } from "../files/read-file.ts";
import type { Folder } from "../folder.ts";
import { fileNameFor, isBlocked, isNormalSlug, storedFilesOf } from "./stored-files.ts";

/** The steps of a change. */
export interface WritePlan {
  readonly slug: string;
  readonly outcome: Outcome;
  /** The file of the article after the change. `write` is false if it has the text already. */
  readonly file:
    | {
        readonly name: string;
        readonly text: string;
        readonly reading: FileReading;
        readonly write: boolean;
        readonly writtenBy: string | undefined;
      }
    | undefined;
  /** Files to delete afterwards, in this order. */
  readonly stale: readonly string[];
  /** The served article before and after the change. */
  readonly previous: Article | undefined;
  readonly current: Article | undefined;
}

/**
 * Plans a change. Call it while the slug is locked.
 * @param now UTC
 */
export async function planChange(folder: Folder, site: Site, change: Change, now: Date): Promise<WritePlan> {
  const { slug } = change;
  const previous = folder.index.served(slug);
  const unchanged = (outcome: Outcome): WritePlan => ({
    ...{ slug, outcome, file: undefined, stale: [] },
    previous,
    current: previous,
  });
  if (!isNormalSlug(slug)) return unchanged(BAD_SLUG);
  const owner = folder.index.ownerOf(slug);
  if (change.kind === "put" && owner !== undefined && !folder.index.namesOf(slug).includes(owner))
    return unchanged(slugTaken(owner));
  const files = await storedFilesOf(folder, slug);
  const names = files.names.length === 0 ? folder.index.namesOf(slug) : files.names;
  for (const name of names) if (await isBlocked(folder, name)) return unchanged(nameBlocked(name));
  // A file that cannot be read exists, with a tag that no client knows. One that is missing is still served.
  const tagOf = (name = "") => files.source?.tag ?? folder.index.get(name)?.source?.tag ?? "";
  const stored = names.length === 0 ? undefined : tagOf(names[0]);
  if (!preconditionHolds(change, stored)) return unchanged({ kind: "failed-precondition" });
  // In reverse order: the served file is deleted last, so that no other one is served in between.
  const stale = [...names].reverse();
  const outcomeOf = (
    kind: "created" | "changed" | "same" | "removed" | "absent",
    tag: string,
    scopes: readonly Scope[],
  ) => ({ kind, tag, scopes }) as const;
  if (change.kind === "remove") {
    if (stale.length === 0) return unchanged(outcomeOf("absent", "", []));
    const outcome = outcomeOf("removed", "", affectedScopes([previous]));
    return { slug, outcome, file: undefined, stale, previous, current: undefined };
  }
  const source = { ...change.source, slug, text: normaliseText(change.source.text) };
  const name = fileNameFor(slug, source.format, names[0]);
  if (await isBlocked(folder, name)) return unchanged(nameBlocked(name));
  const parsed = await parseBeforeWriting(source, name, site, now);
  if ("message" in parsed) return unchanged({ kind: "refused", ...parsed });
  const { reading, tag } = parsed;
  const same = files.source?.tag === tag && files.names[0] === name;
  const kind = same ? "same" : names.length === 0 ? "created" : "changed";
  return {
    ...{ slug, previous, current: reading.article ?? undefined },
    outcome: outcomeOf(kind, tag, same ? [] : affectedScopes([previous, reading.article ?? undefined])),
    file: { name, text: source.text, reading, write: !same, writtenBy: change.writtenBy },
    stale: stale.filter((other) => other !== name),
  };
}

/** A text as it is read from a file: without leading byte order marks and lone surrogates. */
function normaliseText(text: string): string {
  return text.replace(/^\ufeff+/, "").toWellFormed();
}

/** Parses a source as the folder will read it after the write. */
async function parseBeforeWriting(
  source: Source,
  name: string,
  site: Site,
  now: Date,
): Promise<{ readonly reading: FileReading; readonly tag: string } | Refusal> {
  if (Buffer.byteLength(source.text) > MAX_ARTICLE_BYTES)
    return { message: `the text has more than ${MAX_ARTICLE_BYTES} bytes`, hint: "Split the article." };
  const reading = await parseArticleFile(source, name, site, now);
  if (reading.article !== null && reading.source !== undefined) return { reading, tag: reading.source.tag };
  const [fault] = [...reading.faults].sort((a, b) => Number(b.severity === "error") - Number(a.severity === "error"));
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

/** @param owner the file that was published first */
export function slugTaken(owner: string): Outcome {
  return {
    kind: "refused",
    message: `${articleFile(owner)} is published at an address that differs from this one only in upper and lower case`,
    hint: "Publish under its slug, or choose another one.",
  };
}

function nameBlocked(name: string): Outcome {
  return {
    kind: "refused",
    message: `${articleFile(name)} is there and is not a file in the content folder itself`,
    hint: "Have it removed from the content folder.",
  };
}
