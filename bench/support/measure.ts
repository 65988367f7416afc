/** Rounds of every measurement. */
export const ROUNDS = 5;

/** Something to be measured against others. */
export interface Contender {
  readonly name: string;
  /** Measures one round. */
  readonly round: () => number | Promise<number>;
}

/**
 * Measures contenders in turn (A B A B …), so that whatever else the machine does meets all of them.
 * @returns each one's median
 */
export async function interleave(contenders: readonly Contender[], rounds = ROUNDS): Promise<Map<string, number>> {
  const values = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, round: measure } of contenders) values.get(name)?.push(await measure());
  }
  return new Map([...values].map(([name, list]) => [name, median(list)]));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The median of a name that was measured. */
export function of(medians: ReadonlyMap<string, number>, name: string): number {
  const value = medians.get(name);
  if (value === undefined) throw new Error(`${name} was not measured`);
  return value;
}
