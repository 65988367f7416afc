/** 132 bits: two of a billion texts share a digest with a chance of one in 10^21. */
const DIGEST_CHARACTERS = 22;

/** A short digest of a text: SHA-256 (FIPS 180-4), the first 22 characters in base64url (RFC 4648, section 5). */
export async function digest(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.slice(0, DIGEST_CHARACTERS).replaceAll("+", "-").replaceAll("/", "_");
}
