import { meaningOf, type ZoneMeaning } from "./zone-abbreviations.ts";

/** Names of zones that are cached: more than IANA has, as case does not count in them. @limit names */
const MAX_CACHED_NAMES = 1_000;

/** Abbreviation of a zone, in capitals, to an IANA name or an offset. */
export type ZoneNames = Readonly<Record<string, string>>;

/** IST is India's here; a site may say otherwise, as it is also Israel's and Ireland's. */
export const DEFAULT_ZONES: ZoneNames = { IST: "Asia/Kolkata", UTC: "+00:00", GMT: "+00:00" };

/** What the names of zones mean. */
export interface ZoneResolver {
  /** What an abbreviation stands for: its zone, and its offset if that does not change with the season; undefined if it is none. */
  readonly meaning: (name: string) => ZoneMeaning | undefined;
  /** A zone by an abbreviation, an IANA name or an offset: its IANA name or its offset; undefined if it is not known. */
  readonly resolve: (name: string) => string | undefined;
}

/**
 * @param names abbreviations of the settings, which go before those that all know
 * @param home the site's own zone, which decides what an abbreviation with several meanings means
 */
export function createZoneResolver(names: ZoneNames, home?: string): ZoneResolver {
  const resolved = new Map<string, string>();
  const meaning = (name: string) => {
    const named = names[name.toUpperCase()];
    return named === undefined ? meaningOf(name.toUpperCase(), home) : { offset: named, zone: named };
  };
  return {
    meaning,
    resolve(name) {
      const before = resolved.get(name);
      if (before !== undefined) return before;
      const { offset, zone } = meaning(name) ?? { offset: undefined, zone: name };
      const found = resolveZone(offset ?? zone);
      if (found === undefined) return undefined;
      if (resolved.size >= MAX_CACHED_NAMES) resolved.clear();
      resolved.set(name, found);
      return found;
    },
  };
}

/** `+05:30`, `+0530`, `UTC+5:30` or `GMT+5`; a minus sign may be a hyphen. */
const OFFSET = /^(?:UTC|GMT)?([+\-−])(\d{1,2})(?:[:.]?(\d{2}))?$/i;

/** A zone by an IANA name or an offset, as date-fns-tz takes it; undefined if there is none. */
export function resolveZone(name: string): string | undefined {
  const offset = OFFSET.exec(name);
  if (offset) {
    const [, sign, hours = "", minutes = "00"] = offset;
    if (Number(hours) > 14 || Number(minutes) > 59) return undefined;
    return `${sign === "+" ? "+" : "-"}${hours.padStart(2, "0")}:${minutes}`;
  }
  if (/^z$/i.test(name)) return "+00:00";
  if (!name.includes("/")) return undefined;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
