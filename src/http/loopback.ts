/** What is known of a request besides what the client may make up. */
export interface ConnectionOrigin {
  /** The address of whoever is connected; nothing when the connection is gone. */
  readonly peer: string | null | undefined;
  /** The host that the request was sent to, with or without a port. */
  readonly host: string | undefined;
  /** Names of its header fields, in lower case. */
  readonly fields: Iterable<string>;
}

/**
 * Whether a request comes from the machine itself and was meant for it. The name of the host is asked for as well: a
 * page from elsewhere may have a name of its own lead to loopback, but its requests bear that name (DNS rebinding).
 *
 * A proxy on the same machine that names neither itself nor its client cannot be told from a browser there: one that
 * passes on no `X-Forwarded-For` must not pass on what is for operators either.
 */
export function comesFromLoopback({ peer, host, fields }: ConnectionOrigin): boolean {
  if (!isLoopbackAddress(peer ?? "") || !isLoopbackHost(host ?? "")) return false;
  for (const field of fields) if (PASSED_ON.test(field)) return false;
  return true;
}

/**
 * Fields that a proxy adds: those of RFC 7239, of RFC 9110, section 7.6.3, and of RFC 8586; of Cloudflare, Fastly and
 * Fly.io; and whatever else says for whom something was passed on, such as `X-Original-Forwarded-For`.
 */
const PASSED_ON = /forwarded|client-ip$|^(?:via|cdn-loop|x-real-ip|(?:cf|fastly|fly)-.*)$/;

/** Whether an address is one of loopback (RFC 1122, section 3.2.1.3; RFC 4291, section 2.5.3). */
export function isLoopbackAddress(address: string): boolean {
  return /^(?:::1|(?:::ffff:)?127(?:\.\d{1,3}){3})$/i.test(address);
}

/** Whether a host, with or without a port, is a name or an address of loopback (RFC 6761, section 6.3). */
export function isLoopbackHost(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i.test(host);
}
