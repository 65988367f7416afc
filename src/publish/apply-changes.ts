import type { ArticleWriter, Change, ChangeLimit, Outcome, Precondition } from "../store/article-writer.ts";
import { preconditionsHold } from "./preconditions.ts";
import type { RequestedChange } from "./requested-change.ts";

/** Attempts for a change whose condition the store cannot check itself, while others change the same article; then the client is told 409. @limit attempts */
const MAX_WRITE_ATTEMPTS = 5;

/** The result of a requested change. `contended`: others changed the article at each attempt. */
export type ChangeResult = Outcome | { readonly kind: "contended" };

const FAILED = { kind: "failed-precondition" } as const;

/**
 * Applies changes, no two of the same slug. The store checks simple conditions itself. Any other condition is compared
 * with the stored article, and the change is made only if that article is still stored.
 * @param now UTC
 * @param limit may refuse those that replace or remove an article
 * @returns one result per change, in their order
 * @throws StoreFailure
 */
export async function applyChanges(
  writer: ArticleWriter,
  requests: readonly RequestedChange[],
  now: Date,
  limit?: ChangeLimit,
): Promise<readonly ChangeResult[]> {
  const results = new Array<ChangeResult>(requests.length).fill({ kind: "contended" });
  let pending = requests.map((requested, index) => ({ requested, index }));
  for (let attempt = 0; attempt < MAX_WRITE_ATTEMPTS && pending.length > 0; attempt += 1) {
    const attempted: {
      readonly change: Change;
      readonly index: number;
      readonly requested: RequestedChange;
    }[] = [];
    for (const { requested, index } of pending) {
      const precondition = await storePrecondition(writer, requested);
      if (precondition === undefined) results[index] = FAILED;
      else attempted.push({ change: { ...requested.change, ...precondition }, index, requested });
    }
    const outcomes =
      attempted.length === 0
        ? []
        : await writer.writeChanges(
            attempted.map(({ change }) => change),
            now,
            limit,
          );
    pending = [];
    for (const [position, outcome] of outcomes.entries()) {
      const { requested, index } = attempted[position] as (typeof attempted)[number];
      if (outcome.kind === "failed-precondition" && !isStoreChecked(requested)) pending.push({ requested, index });
      else results[index] = outcome;
    }
  }
  return results;
}

/** Whether the store can check the whole condition of a change. */
function isStoreChecked({ condition: { noneMatch, unmodifiedSince } }: RequestedChange): boolean {
  return (noneMatch === undefined || noneMatch === "*") && unmodifiedSince === undefined;
}

/** The precondition for the store to check. Undefined if the condition does not hold. */
async function storePrecondition(writer: ArticleWriter, requested: RequestedChange): Promise<Precondition | undefined> {
  const { match, noneMatch } = requested.condition;
  if (match !== undefined && match !== "*" && match.length === 0) return undefined;
  if (isStoreChecked(requested)) {
    return { ...(match === undefined ? {} : { match }), ...(noneMatch === "*" ? { absent: true } : {}) };
  }
  const stored = await writer.source(requested.slug);
  if (!preconditionsHold(requested.condition, stored)) return undefined;
  return stored === undefined ? { absent: true } : { match: [stored.tag] };
}
