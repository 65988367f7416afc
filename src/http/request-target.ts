/**
 * Path and query of an address, as the request has them: its origin-form (RFC 9112, section 3.2.1).
 * @param url absolute
 */
export function requestTarget(url: string): string {
  return url.slice(url.indexOf("/", url.indexOf("//") + 2));
}
