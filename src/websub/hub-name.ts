/** A hub as the log may name it: its query may be a secret. */
export function hubName(hub: string): string {
  if (!URL.canParse(hub)) return "a hub without an address";
  const { protocol, host, pathname } = new URL(hub);
  return `${protocol}//${host}${pathname}`;
}
