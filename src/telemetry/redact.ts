import { memoize } from "../lib/memoize.ts";
/** Characters of a request's path that are logged: any address of ours but those of the longest slugs, written in full. @limit characters */
export const MAX_LOGGED_PATH_CHARACTERS = 1_024;

/** Characters of a `User-Agent` that are logged and read; those of aggregators have some 150. @limit characters */
export const MAX_AGENT_CHARACTERS = 400;

/** Removes secrets from a text. */
export type Redact = (text: string) => string;

/** Replaces what was removed. */
const HIDDEN = "***";

/**
 * Creates a function that removes a secret from texts, plain or percent-encoded.
 * @param secret the token of publishers; undefined if there is none
 */
export function createRedactor(secret: string | undefined): Redact {
  if (secret === undefined || secret === "") return (text) => text;
  // RFC 3986, section 2.1: any byte of a character may stand as a reference, in either case of its digits; some clients
  // make references of references. Node gives bytes that are none as characters of Latin-1.
  const spellings = Array.from(secret, (character) => {
    const bytes = Array.from(new TextEncoder().encode(character), (byte) => {
      const digits = byte.toString(16).padStart(2, "0");
      const reference = Array.from(digits, (digit) => `[${digit}${digit.toUpperCase()}]`).join("");
      return `(?:%(?:25)*${reference}|\\x${digits})`;
    });
    // What could match in two ways would take time that doubles with each character.
    return bytes.length === 1 ? bytes.join("") : `(?:\\u{${character.codePointAt(0)?.toString(16)}}|${bytes.join("")})`;
  });
  const pattern = new RegExp(spellings.join(""), "gu");
  return (text) => text.replace(pattern, HIDDEN);
}

/**
 * Gives the path of a request's target (RFC 9112, section 3.2), without query and fragment, and without the host and the
 * credentials that a target in absolute form begins with; on one line, cut at `MAX_LOGGED_PATH_CHARACTERS`.
 * @param hide removes the token
 */
export function pathCleaner(hide: Redact): (target: string) => string {
  return memoize((requested) => {
    const shown = hide(requested);
    const end = shown.search(/[?#]/);
    const target = end === -1 ? shown : shown.slice(0, end);
    const path = target.startsWith("/") ? target : target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, "") || "/";
    return oneLine(path.slice(0, MAX_LOGGED_PATH_CHARACTERS)).replace(USERINFO, `//${HIDDEN}@`);
  });
}

/** What stands before a host to sign in there (RFC 3986, section 3.2.1). */
const USERINFO = /\/\/[^/\s@]*@/g;

/** Credentials as they stand in `Authorization` (RFC 9110, section 11.4), wherever a client has put them. */
const CREDENTIALS = /\b(bearer|basic|digest|token|apikey|api[-_]key|password|secret)([\s:=]+)[^\s;,()]+/gi;

/**
 * Makes a `User-Agent` fit to be shown: on one line, without secrets, cut at `MAX_AGENT_CHARACTERS`.
 * @param hide removes the token
 */
export function agentCleaner(hide: Redact): (agent: string) => string {
  return memoize((agent) =>
    // What is cut off must not leave the beginning of a secret.
    hide(oneLine(agent))
      .replace(USERINFO, `//${HIDDEN}@`)
      .replace(CREDENTIALS, `$1$2${HIDDEN}`)
      .slice(0, MAX_AGENT_CHARACTERS)
      .trim(),
  );
}

/** A text on one line, without control characters and marks of direction. */
export function oneLine(text: string): string {
  return text.replace(UNSHOWN, " ");
}

/** What ends lines, moves a terminal's cursor or turns the direction of what follows (UAX #9, section 2). */
export const UNSHOWN = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;
