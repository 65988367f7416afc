import { createHash } from "node:crypto";

/** 132 bits: two of a billion texts share a digest with a chance of one in 10^21. */
const DIGEST_CHARACTERS = 22;

/** A short digest of a text: SHA-256 (FIPS 180-4), the first 22 characters in base64url (RFC 4648, section 5). */
export async function digest(text: string): Promise<string> {
  return digestSync(text);
}

/** The same, without waiting. */
export function digestSync(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, DIGEST_CHARACTERS);
}
