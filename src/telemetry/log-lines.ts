import type { LineLevel } from "../lib/log.ts";
import { memoize } from "../lib/memoize.ts";
import { type Redact, UNSHOWN } from "./redact.ts";
import type { RequestRecord } from "./request-record.ts";

/** Lines for people, for where whoever takes them adds the time: level and message, then what else is known as `name=value`. */
export const untimedLines: LogLines = {
  message: (level, message) => `${level} ${visible(message)}`,
  request(level, { method, path, status, feed, format, bytes, took, cache, agent }) {
    const pairs = { feed, format, bytes, ms: roundedMs(took), cache, agent: agent || null };
    return `${level} ${visible(`${method} ${path} ${status}`)}${Object.entries(pairs).map(pair).join("")}`;
  },
};

/**
 * Lines for people: time, level and message, then what else is known as `name=value`.
 * @param now UTC
 */
export function textLines(now: () => Date): LogLines {
  const time = timeWriter();
  return {
    message: (level, message) => `${time(now())} ${untimedLines.message(level, message)}`,
    request: (level, record) => `${time(record.at)} ${untimedLines.request(level, record)}`,
  };
}

/**
 * Lines for programs: a JSON object (RFC 8259) each, with `time`, `level` and `message`; those of requests with the
 * fields of their record.
 * @param now UTC
 */
export function jsonLines(now: () => Date): LogLines {
  const time = timeWriter();
  // The same paths, feeds and readers come again and again.
  const escapedOften = memoize(escaped);
  const begin = (level: LineLevel, at: Date) => `{"time":"${time(at)}","level":"${level}","message":`;
  return {
    message: (level, message) => `${begin(level, now())}"${escaped(message)}"}`,
    // By hand, as it is written at each poll: `JSON.stringify` takes several times as long.
    request(level, { at, method, path, status, feed, format, bytes, took, cache, agent }: RequestRecord) {
      const verb = escaped(method);
      const target = escapedOften(path);
      return (
        `${begin(level, at)}"${verb} ${target} ${status}","method":"${verb}","path":"${target}","status":${status},` +
        `"feed":${feed === null ? null : `"${escapedOften(feed)}"`},"format":${format === null ? null : `"${format}"`},` +
        `"bytes":${bytes},"ms":${roundedMs(took)},"cache":"${cache}","agent":"${escapedOften(agent)}"}`
      );
    },
  };
}

/** Milliseconds, to a hundredth. */
function roundedMs(took: number): number {
  return Math.round(took * 100) / 100;
}

/** Many requests fall into one millisecond. */
function timeWriter(): (at: Date) => string {
  let [last, text] = [Number.NaN, ""];
  return (at) => {
    const time = at.getTime();
    if (time !== last) [last, text] = [time, at.toISOString()];
    return text;
  };
}

/** A text as the inside of a JSON string, without line ends and terminal control characters. */
function escaped(text: string): string {
  if (PLAIN.test(text)) return text;
  return JSON.stringify(text)
    .slice(1, -1)
    .replace(UNSHOWN, (signs) => Array.from(signs, reference).join(""));
}

/** A text with all that could end a line or move a cursor as escapes of JSON. */
function visible(text: string): string {
  // Each quote has a backslash of its own before it.
  return escaped(text).replaceAll('\\"', '"');
}

/** ` name=value`, in quotes where it would not end at the next blank; nothing for null. */
function pair([name, value]: readonly [string, string | number | null]): string {
  if (value === null) return "";
  const text = escaped(String(value));
  return ` ${name}=${BARE.test(text) ? text : `"${text}"`}`;
}

/** Values that need no quotes. */
const BARE = /^[^\s"=\\]+$/;

/** The `\\u` escape of a character; all unshown ones are in the Basic Multilingual Plane. */
function reference(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Characters that need no escape in JSON. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** The format of log lines. */
export interface LogLines {
  readonly message: (level: LineLevel, message: string) => string;
  readonly request: (level: LineLevel, record: RequestRecord) => string;
}

/** The same format without secrets. Records of requests are cleaned before, see `createRequestRecorder`. */
export function redactLines({ message, request }: LogLines, hide: Redact): LogLines {
  return { message: (level, text) => message(level, hide(text)), request };
}
