/** What the connection says of a request. */
export interface ConnectionOrigin {
  /** The address of whoever is connected; nothing when the connection is gone. */
  readonly peer: string | null | undefined;
  /** The host that the request was sent to, with or without a port. */
  readonly host: string | undefined;
  /** Names of its header fields, in lower case. */
  readonly fields: Iterable<string>;
}

/**
 * Whether a request comes from the same machine and is addressed to it. The host name is checked too: a page from
 * elsewhere can make its own name resolve to loopback (DNS rebinding), but its requests carry that name.
 *
 * A proxy on the same machine that adds no header looks like a browser there. Such a proxy must not forward requests for
 * `/status` and `/metrics`.
 */
export function comesFromLoopback({ peer, host, fields }: ConnectionOrigin): boolean {
  if (!isLoopbackAddress(peer ?? "") || !isLoopbackHost(host ?? "")) return false;
  for (const field of fields) if (PASSED_ON.test(field)) return false;
  return true;
}

/**
 * Header fields that proxies add: those of RFC 7239, RFC 9110, section 7.6.3, and RFC 8586; those of Cloudflare, Fastly
 * and Fly.io; and all others that name the client, such as `X-Original-Forwarded-For`.
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
