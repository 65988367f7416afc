import type { D1Binding } from "../../../src/store/d1/open-d1.ts";

/**
 * What goes wrong at a call of a database: it is not made, or made and its answer lost; whoever asked is told, or hears
 * nothing.
 */
export type D1Mishap = "fails" | "is lost" | "hangs" | "is made and hangs";

export const D1_MISHAPS: readonly D1Mishap[] = ["fails", "is lost", "hangs", "is made and hangs"];

/** A D1 database whose calls are counted, and one of which goes wrong. */
export interface FaultyD1 {
  readonly binding: D1Binding;
  /** How many calls there were since the last `spoil`. */
  readonly calls: () => number;
  /** Whether somebody waits for an answer that never comes. */
  readonly hangs: () => boolean;
  /** From now on the call of that number, counted from 1, goes wrong; none when it is missing. */
  readonly spoil: (call?: number, mishap?: D1Mishap) => void;
}

type Session = ReturnType<D1Binding["withSession"]>;
type Statement = ReturnType<Session["prepare"]>;

export function faultyD1(inner: D1Binding): FaultyD1 {
  let [calls, wrong, hanging] = [0, Number.POSITIVE_INFINITY, false];
  let mishap: D1Mishap = "fails";
  const originals = new WeakMap<Statement, Statement>();

  const attempt = async <T>(action: () => Promise<T>): Promise<T> => {
    calls += 1;
    if (calls !== wrong) return action();
    if (mishap === "is lost" || mishap === "is made and hangs") await action();
    if (mishap === "fails" || mishap === "is lost") throw new Error("D1_ERROR: the network is gone");
    hanging = true;
    return new Promise<T>(() => {});
  };
  const wrap = (statement: Statement): Statement => {
    const wrapped: Statement = {
      bind: (...values) => wrap(statement.bind(...values)),
      all: () => attempt(() => statement.all()),
    };
    originals.set(wrapped, statement);
    return wrapped;
  };
  const queries = (of: Pick<Session, "prepare" | "batch">) => ({
    prepare: (sql: string) => wrap(of.prepare(sql)),
    batch: (statements: Statement[]) => attempt(() => of.batch(statements.map((each) => originals.get(each) ?? each))),
  });
  return {
    calls: () => calls,
    hangs: () => hanging,
    spoil(call = Number.POSITIVE_INFINITY, kind = "fails") {
      [calls, wrong, mishap, hanging] = [0, call, kind, false];
    },
    binding: {
      ...queries(inner),
      withSession(constraint) {
        const session = inner.withSession(constraint);
        return { ...queries(session), getBookmark: () => session.getBookmark() };
      },
    },
  };
}
