import { setImmediate } from "node:timers/promises";
import { type Finding, formatFault } from "../lib/fault.ts";
import type { IncomingArticle } from "../store/stored-article.ts";
import type { Delivery, Target } from "../transfer/target.ts";
import type { ImportEntry } from "./item.ts";

/** Articles that an import hands on at a time: one transaction, and the most that an interrupt waits for. @limit articles */
export const BATCH_ARTICLES = 500;

/** Bytes, nearly, of articles handed on at a time: they are all in memory. @limit bytes */
const BATCH_BYTES = 8_388_608;

/** Something that was left out, and why. */
export interface Omission {
  readonly name: string;
  readonly reason: string;
  /** How many they are, as `Tally.leftOut` counts them. */
  readonly count: number;
}

/** What came of an import. */
export interface ImportSummary {
  readonly created: number;
  readonly changed: number;
  readonly same: number;
  readonly leftOut: number;
  /** Whether it ended before its source did. */
  readonly interrupted: boolean;
}

export interface ImportOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told of everything that is left out, of what is counted by its kind once. */
  readonly onOmission: (omission: Omission) => void;
  /** Told after each batch. */
  readonly onProgress: (tally: ImportSummary) => void;
}

/**
 * Brings everything of a source to a target, batch by batch. When the signal is raised it ends behind the batch in
 * hand; what was brought is there to stay, and bringing it again changes nothing.
 * @throws what the source or the target throws; what was told by `onProgress` before is done
 */
export async function importArticles(
  entries: AsyncIterable<ImportEntry>,
  target: Target,
  options: ImportOptions,
): Promise<ImportSummary> {
  const { signal, onOmission, onProgress } = options;
  const count = { created: 0, changed: 0, same: 0, leftOut: 0, interrupted: false };
  let batch: Extract<ImportEntry, { kind: "article" }>[] = [];
  let bytes = 0;

  const leave = (omission: Omission) => {
    count.leftOut += omission.count;
    onOmission(omission);
  };
  const deliver = async () => {
    const articles = batch;
    [batch, bytes] = [[], 0];
    if (articles.length > 0) {
      const deliveries = await target.put(articles.map(({ incoming }) => incoming)).catch((error: unknown) => {
        throw new DeliveryError(error instanceof Error ? error.message : String(error), { cause: error });
      });
      for (const [index, article] of articles.entries()) {
        const delivery = deliveries[index] ?? { kind: "failed", message: "nothing is known of it" };
        const reason = reasonOf(delivery, article.name, article.incoming);
        if (reason !== undefined) leave({ name: article.name, reason, count: 1 });
        else if (delivery.kind !== "faulty" && delivery.kind !== "failed") count[delivery.kind] += 1;
      }
    }
    onProgress({ ...count });
    // A database answers at once, so nothing else would get its turn, an interrupt least of all.
    await setImmediate();
  };

  let failure: { readonly error: unknown } | undefined;
  try {
    for await (const entry of entries) {
      if (signal?.aborted === true) {
        count.interrupted = true;
        break;
      }
      if (entry.kind === "left-out") leave({ name: entry.name, reason: entry.reason, count: entry.count ?? 1 });
      else {
        batch.push(entry);
        bytes += entry.incoming.text.length;
      }
      if (batch.length >= BATCH_ARTICLES || bytes >= BATCH_BYTES) await deliver();
    }
  } catch (error) {
    failure = { error };
  }
  // What was read before the source broke off is whole, and is brought along; an interrupt leaves what is not in hand.
  if (!count.interrupted && !(failure?.error instanceof DeliveryError)) await deliver();
  if (failure !== undefined) throw failure.error;
  if (signal?.aborted === true) count.interrupted = true;
  return { ...count };
}

/** The target is gone: nothing more can be brought to it. The message says why. */
export class DeliveryError extends Error {}

function reasonOf(delivery: Delivery, name: string, { format }: IncomingArticle): string | undefined {
  switch (delivery.kind) {
    case "failed":
      return delivery.message;
    case "faulty": {
      const wrong = delivery.findings.find(({ severity }) => severity === "error") ?? delivery.findings[0];
      return wrong === undefined ? "it is no article" : describeFinding(wrong, name, format);
    }
    default:
      return undefined;
  }
}

/** A place in what was made of a feed's item means nothing to anybody; one in a file that somebody wrote does. */
function describeFinding(finding: Finding, name: string, format: IncomingArticle["format"]): string {
  const isFile = format !== "json" || name.endsWith(".json");
  return isFile
    ? `${formatFault({ file: name, ...finding })}. ${finding.hint}`
    : `${finding.code} ${finding.message}. ${finding.hint}`;
}
