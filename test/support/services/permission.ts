/** An account without rights, on every system of the kind. */
const NOBODY = 65_534;

/** Does something without the rights of root, for which no file is unreadable. */
export async function withoutRights<T>(action: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return action();
  process.seteuid?.(NOBODY);
  try {
    return await action();
  } finally {
    process.seteuid?.(0);
  }
}
