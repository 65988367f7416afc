type Action = () => unknown;

const actions: Action[] = [];

/**
 * Does something once the tests of the file that runs are over: ends a process, removes a folder. Modules are loaded once
 * for many files, so a module's own `afterAll` would be called after the first of them only.
 */
export function afterFile(action: Action): void {
  actions.push(action);
}

/** Does what was noted, the newest first: what was made later may need what was made before. */
export async function tidyUp(): Promise<void> {
  for (const action of actions.splice(0).reverse()) await action();
}
