/** How long a condition may take on a slow and busy machine, in milliseconds. */
const DEADLINE_MS = 20_000;

/**
 * Waits for a condition, looking again and again; fails when it does not come true.
 * @returns the milliseconds that it took
 */
export async function eventually(holds: () => boolean | Promise<boolean>, deadline = DEADLINE_MS): Promise<number> {
  const started = performance.now();
  while (!(await holds())) {
    if (performance.now() - started > deadline) throw new Error(`not true after ${deadline} ms: ${holds}`);
    await new Promise((later) => setTimeout(later, 10));
  }
  return performance.now() - started;
}
