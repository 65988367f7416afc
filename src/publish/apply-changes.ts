import type { ArticleWriter, Change, Outcome, Precondition } from "../store/article-writer.ts";
import { preconditionsHold } from "./preconditions.ts";
import type { RequestedChange } from "./requested-change.ts";

/** Times that a change is tried whose condition cannot be left to the store, when others change the same article. @limit attempts */
const MAX_WRITE_ATTEMPTS = 5;

/** What came of an order. `contended`: others changed the article each time it was tried. */
export type ChangeResult = Outcome | { readonly kind: "contended" };

const FAILED = { kind: "failed-precondition" } as const;

/**
 * Carries out orders, no two of them of the same slug; one result each, in their order. The store itself guards what
 * it can; any other condition is held against what is stored, and the change then made only if that is still there.
 * @param now UTC
 * @throws StoreFailure
 */
export async function applyChanges(
  press: ArticleWriter,
  orders: readonly RequestedChange[],
  now: Date,
): Promise<readonly ChangeResult[]> {
  const results = new Array<ChangeResult>(orders.length).fill({ kind: "contended" });
  let open = orders.map((order, index) => ({ order, index }));
  for (let attempt = 0; attempt < MAX_WRITE_ATTEMPTS && open.length > 0; attempt += 1) {
    const attempted: { readonly change: Change; readonly index: number; readonly order: RequestedChange }[] =
      [];
    for (const { order, index } of open) {
      const precondition = await guardOf(press, order);
      if (precondition === undefined) results[index] = FAILED;
      else attempted.push({ change: { ...order.change, ...precondition }, index, order });
    }
    const outcomes =
      attempted.length === 0
        ? []
        : await press.write(
            attempted.map(({ change }) => change),
            now,
          );
    open = [];
    for (const [place, outcome] of outcomes.entries()) {
      const { order, index } = attempted[place] as (typeof attempted)[number];
      if (outcome.kind === "failed-precondition" && !isPlain(order)) open.push({ order, index });
      else results[index] = outcome;
    }
  }
  return results;
}

/** Whether the store can guard all of an order's condition. */
function isPlain({ condition: { noneMatch, unmodifiedSince } }: RequestedChange): boolean {
  return (noneMatch === undefined || noneMatch === "*") && unmodifiedSince === undefined;
}

/** The precondition that the store is to guard; nothing when it cannot hold. */
async function guardOf(press: ArticleWriter, order: RequestedChange): Promise<Precondition | undefined> {
  const { match, noneMatch } = order.condition;
  if (match !== undefined && match !== "*" && match.length === 0) return undefined;
  if (isPlain(order)) {
    return { ...(match === undefined ? {} : { match }), ...(noneMatch === "*" ? { absent: true } : {}) };
  }
  const stored = await press.source(order.slug);
  if (!preconditionsHold(order.condition, stored)) return undefined;
  return stored === undefined ? { absent: true } : { match: [stored.tag] };
}
