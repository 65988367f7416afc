import type { LineLevel } from "../lib/log.ts";
import { memoize } from "../lib/memoize.ts";
import { oneLine, type Redact, UNSHOWN } from "./redact.ts";
import type { RequestRecord } from "./request-record.ts";

/** Lines for people: level, then what there is to say. */
export const textLines: LogLines = {
  message: (level, message) => `${level} ${oneLine(message)}`,
  request(level, { method, path, status, feed, format, bytes, took, cache, agent }) {
    const feedPart = feed === null ? "" : ` ${feed} ${format}`;
    const size = bytes === null ? "? B" : `${bytes} B`;
    const cachePart = cache === "none" ? "" : ` ${cache}`;
    const agentPart = agent === "" ? "" : ` ${agent.slice(0, SHOWN_AGENT)}`;
    return `${level} ${method} ${path} ${status}${feedPart}${cachePart} ${size} ${roundedMs(took)} ms${agentPart}`;
  },
};

/** Characters of a `User-Agent` that are shown to people: enough for the name of a reader. @limit characters */
const SHOWN_AGENT = 40;

/**
 * Lines for programs: an object of JSON (RFC 8259) each, with `time`, `level` and `message`; those of requests with
 * what was seen of them beside that.
 * @param now UTC
 */
export function jsonLines(now: () => Date): LogLines {
  const time = timeWriter();
  // Paths, feeds and readers are written again and again.
  const escapedOften = memoize(escaped);
  const begin = (level: LineLevel, at: Date) => `{"time":"${time(at)}","level":"${level}","message":`;
  return {
    message: (level, message) => `${begin(level, now())}"${escaped(message)}"}`,
    // Written by hand, as it is written with each poll: `JSON.stringify` takes several times as long.
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

/** What stands in a string of JSON for a text; nothing of it ends a line, and no terminal obeys it. */
function escaped(text: string): string {
  if (PLAIN.test(text)) return text;
  return JSON.stringify(text)
    .slice(1, -1)
    .replace(UNSHOWN, (signs) => Array.from(signs, reference).join(""));
}

/** A sign as a string of JSON may have any: all that is unshown stands in the Basic Multilingual Plane. */
function reference(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** What JSON has as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** What the lines of a log look like. */
export interface LogLines {
  readonly message: (level: LineLevel, message: string) => string;
  readonly request: (level: LineLevel, record: RequestRecord) => string;
}

/** The same lines without secrets. Those of requests are made of what was cleaned before, see `createRequestRecorder`. */
export function redactLines({ message, request }: LogLines, hide: Redact): LogLines {
  return { message: (level, text) => message(level, hide(text)), request };
}
