import ipaddr from "ipaddr.js";

/** Names that mean this machine or this network, whatever they resolve to (RFC 6761, 6762, 8375 and ICANN's `.internal`). */
const PRIVATE_SUFFIXES = ["localhost", "localdomain", "local", "internal", "home.arpa", "lan", "intranet"];

/** Of all IPv6 addresses only these are given out for the public network (RFC 4291, section 2.4; IANA). */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");

/** Looks public, but is the virtual machine's host on Azure. */
const AZURE_HOST = "168.63.129.16";

/** What lets hubs of the private network be told. */
export const PRIVATE_HINT = "ALLOW_PRIVATE_HUBS=true allows that";

/**
 * Whether an IP address is one of the public network. Loopback, private, link-local, shared (RFC 6598), multicast and
 * reserved ones are not, nor are IPv6 addresses that carry an IPv4 address, such as NAT64's and 6to4's.
 * @param address as a resolver or the URL parser writes it, without brackets
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast" || parsed.toString() === AZURE_HOST) return false;
  return parsed.kind() === "ipv4" || parsed.match(GLOBAL_UNICAST);
}

/**
 * Why a hub must not be told: what can be seen from its address alone.
 * @param allowPrivate whether hubs of the private network are welcome
 * @returns nothing when it may be told
 */
export function hubRefusal(hub: string, allowPrivate: boolean): string | undefined {
  if (!URL.canParse(hub)) return "its address is not one";
  const { protocol, username, password, hostname } = new URL(hub);
  if (protocol !== "https:" && protocol !== "http:") return "its address is neither http nor https";
  if (username !== "" || password !== "") return "its address has a user or password in it";
  return allowPrivate || isPublicHost(hostname) ? undefined : `its address is private; ${PRIVATE_HINT}`;
}

/** The host of an address without the brackets of IPv6 and the dot at the end. @param hostname as the URL parser writes it */
export function bareHost(hostname: string): string {
  return hostname.startsWith("[") ? hostname.slice(1, -1) : hostname.replace(/\.$/, "");
}

function isPublicHost(hostname: string): boolean {
  const host = bareHost(hostname);
  // The URL parser has already turned every numeric form (RFC 3986, section 7.4) into four decimal numbers.
  if (ipaddr.isValid(host)) return isPublicAddress(host);
  return host.includes(".") && !PRIVATE_SUFFIXES.some((suffix) => host === suffix || host.endsWith(`.${suffix}`));
}
