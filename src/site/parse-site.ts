import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type * as z from "zod";
import { writesMonthFirst } from "../article/language.ts";
import { digest } from "../lib/digest.ts";
import type { Fault } from "../lib/fault.ts";
import { MAX_FINDINGS } from "../lib/fault.ts";
import { hasLetterOrDigit, slugOf, stripXmlForbidden } from "../lib/text.ts";
import type { DateOrder } from "../source/time/written-time.ts";
import { meaningOf } from "../source/time/zone-abbreviations.ts";
import { createZoneResolver, DEFAULT_ZONES, resolveZone, type ZoneNames } from "../source/time/zone-names.ts";
import { address, settingsSchema, type WrittenSettings } from "./settings.ts";
import type { Site } from "./site.ts";

/** Bytes of `site.json`: ten thousand categories with descriptions fit. @limit bytes */
export const MAX_SITE_BYTES = 1_048_576;

/** The settings, or all faults of the file. */
export type SiteReading = { readonly site: Site } | { readonly faults: readonly [Fault, ...(readonly Fault[])] };

/**
 * Reads `site.json`.
 * @param source the file's text
 * @param modified when the file last changed, UTC
 * @param override replaces the address in the file (`SITE_URL`); ids keep the address in the file
 */
export async function parseSite(source: string, modified: Date, override?: string): Promise<SiteReading> {
  if (new TextEncoder().encode(source).length > MAX_SITE_BYTES) {
    return {
      faults: [faultAt(source, 0, "too-large", `the file is larger than ${MAX_SITE_BYTES} bytes`, "Make it smaller.")],
    };
  }
  const errors: ParseError[] = [];
  let tree: Node | undefined;
  try {
    tree = parseTree(source, errors, { allowTrailingComma: false, disallowComments: true });
  } catch (error) {
    // The parser recurses at each bracket, and the stack is finite.
    if (!(error instanceof RangeError)) throw error;
    return {
      faults: [faultAt(source, 0, "bad-json", "too many brackets stand inside each other", "Mend the file.")],
    };
  }
  const [first, ...rest] = errors
    .slice(0, MAX_FINDINGS)
    .map(({ error, offset }) =>
      faultAt(
        source,
        offset,
        "bad-json",
        `this is not JSON here: ${wordsOf(printParseErrorCode(error))}`,
        "Mend the line.",
      ),
    );
  if (first !== undefined) return { faults: [first, ...rest] };
  if (tree === undefined) {
    return {
      faults: [faultAt(source, 0, "bad-json", "the file is empty", 'Write {"title": "…", "address": "https://…"}')],
    };
  }

  const file: unknown = JSON.parse(source);
  // Without the faster code that zod makes for what is checked often.
  const result = settingsSchema.safeParse(file, { jitless: true });
  const issues = [...(result.error?.issues.flatMap(issuesOf) ?? []), ...semanticIssues(file)];
  if (override !== undefined && !address.safeParse(override).success) {
    issues.push({
      path: ["SITE_URL"],
      message: "must be an absolute http or https address, such as https://news.example.org",
    });
  }
  const more = issues.length - MAX_FINDINGS;
  if (more > 0) {
    issues.splice(MAX_FINDINGS, more, { path: [], message: `has ${more} more faults, which are not listed` });
  }
  const [issue, ...others] = issues.map((each) => settingFault(source, tree, each));
  if (issue !== undefined) return { faults: [issue, ...others] };
  if (!result.success) throw result.error;
  return { site: await withDefaults(result.data, modified, override) };
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function issuesOf(issue: z.core.$ZodIssue): Issue[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: "is not a setting" }));
  }
  if (issue.code === "invalid_key") {
    return issue.issues.map(({ message }) => ({ path: issue.path, message }));
  }
  if (issue.code === "invalid_type" && issue.message.endsWith("received undefined")) {
    return [{ path: issue.path, message: "is missing" }];
  }
  return [{ path: issue.path, message: issue.message.charAt(0).toLowerCase() + issue.message.slice(1) }];
}

/**
 * Checks what the schema cannot express. It reads the file as written, so that faults found by the schema hide none of
 * these. Values of a wrong type are left to the schema.
 */
function semanticIssues(file: unknown): Issue[] {
  const { zones, timeZone, author, categories } = membersOf(file);
  const issues: Issue[] = [];
  const namedZones = Object.entries(membersOf(zones)).filter(
    (zone): zone is [string, string] => typeof zone[1] === "string",
  );
  if (
    typeof timeZone === "string" &&
    createZoneResolver(zonesOf(Object.fromEntries(namedZones), timeZone)).resolve(timeZone) === undefined
  ) {
    issues.push({
      path: ["timeZone"],
      message: "must be an IANA zone such as Asia/Kolkata, an abbreviation of zones or an offset such as +05:30",
    });
  }
  for (const [abbreviation, zone] of Object.entries(membersOf(zones))) {
    if (typeof zone === "string" && resolveZone(zone) === undefined) {
      issues.push({
        path: ["zones", abbreviation],
        message: "must be an IANA zone such as Asia/Kolkata or an offset such as +05:30",
      });
    }
  }
  if (typeof author === "string" && stripXmlForbidden(author).trim() !== "" && !hasLetterOrDigit(slugOf(author))) {
    issues.push({ path: ["author"], message: "must have a letter or digit" });
  }
  return [...issues, ...categoryIssues(membersOf(categories))];
}

function categoryIssues(categories: Readonly<Record<string, unknown>>): Issue[] {
  const issues: Issue[] = [];
  const labels = new Map<string, string>();
  for (const [written, settings] of Object.entries(categories)) {
    const label = stripXmlForbidden(written).trim();
    const { slug = slugOf(label) } = membersOf(settings);
    if (label === "" || typeof slug !== "string" || slug === "") continue;
    const path = ["categories", written];
    const sameSlug = labels.get(slug);
    if (written === "__proto__") {
      issues.push({ path, message: "cannot be the name of a category" });
    } else if (slugOf(slug) !== slug || !hasLetterOrDigit(slug)) {
      issues.push({
        path: [...path, "slug"],
        message: `must be made of lower-case letters, digits and hyphens, such as ${slugOf(label)}`,
      });
    } else if (sameSlug !== undefined) {
      issues.push({ path, message: `has the slug ${slug}, as “${sameSlug}” has already` });
    }
    labels.set(slug, label);
  }
  return issues;
}

/** The members of a JSON object. Any other value has none. */
function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

async function withDefaults(site: WrittenSettings, modified: Date, override: string | undefined): Promise<Site> {
  const categories = Object.entries(site.categories)
    .map(([label, { slug, description, order }], index) => ({
      label,
      slug: slug ?? slugOf(label),
      description: description ?? null,
      order: order ?? index,
    }))
    .sort((a, b) => a.order - b.order)
    .map(({ label, slug, description }) => ({ label, slug, description }));
  const zones = zonesOf(site.zones, site.timeZone);
  const settings = {
    title: site.title,
    description: site.description ?? site.title,
    address: override === undefined ? site.address : address.parse(override),
    language: site.language,
    authority: (site.authority ?? new URL(site.address).hostname).toLowerCase(),
    authoritySince: site.authoritySince,
    copyright: site.copyright ?? null,
    icon: site.icon ?? null,
    logo: site.logo ?? null,
    colour: sixDigits(site.colour),
    timeZone: displayZone(site.timeZone, zones),
    readers: Object.entries(site.readers).map(([name, template]) => ({ name, template })),
    author: site.author === undefined ? null : { name: site.author, slug: slugOf(site.author) },
    pageSize: site.pageSize,
    zones,
    categories,
    hubs: site.hubs,
    cache: site.cache,
    tombstoneDays: site.tombstoneDays,
  };
  return {
    ...settings,
    // No document depends on these, so they are not part of the revision.
    removalDelay: site.removalDelay,
    dateOrder: site.dateOrder ?? dateOrderOf(site.language),
    revision: await digest(JSON.stringify(settings)),
    modified: modified.toISOString(),
  };
}

/**
 * The order of day and month in dates of figures. Undefined where people write both: the figures of an English-speaking
 * Canadian may mean either day, though a month in words comes first.
 * @param language BCP 47, with its region
 */
function dateOrderOf(language: string): DateOrder | undefined {
  if (!writesMonthFirst(language)) return "day-first";
  return new Intl.Locale(language).region === "CA" ? undefined : "month-first";
}

/**
 * The site's abbreviations of time zones, which override the default ones. A default one is left out where it has a
 * meaning of its own, as `IST` has in Dublin.
 */
function zonesOf(names: ZoneNames, timeZone: string): ZoneNames {
  return {
    ...Object.fromEntries(Object.entries(DEFAULT_ZONES).filter(([name]) => meaningOf(name, timeZone) === undefined)),
    ...Object.fromEntries(Object.entries(names).map(([name, zone]) => [name.toUpperCase(), zone])),
  };
}

/** @param colour `#rgb` or `#rrggbb` */
function sixDigits(colour: string): string {
  const digits = colour.slice(1).toLowerCase();
  return `#${digits.length === 3 ? digits.replace(/./g, "$&$&") : digits}`;
}

/** The zone as written, unless it is an abbreviation: runtimes differ in the canonical name of a zone. */
function displayZone(name: string, zones: ZoneNames): string {
  const zone = zones[name.toUpperCase()] ?? name;
  return zone.includes("/") ? zone : (createZoneResolver(zones).resolve(zone) ?? zone);
}

function settingFault(source: string, tree: Node, issue: Issue): Fault {
  const path = issue.path.map((part) => (typeof part === "number" ? part : String(part)));
  let node = findNodeAtLocation(tree, path);
  for (let depth = path.length; node === undefined; depth -= 1) node = findNodeAtLocation(tree, path.slice(0, depth));
  // Points at the member's name, not at its value.
  const offset = node.parent?.type === "property" ? node.parent.offset : node.offset;
  const hint = "src/site/site.schema.json lists every setting; an editor that knows JSON Schema completes them.";
  return faultAt(
    source,
    offset,
    "bad-setting",
    `${path.length === 0 ? "the file" : path.join(".")}: ${issue.message}`,
    hint,
  );
}

function faultAt(source: string, offset: number, code: string, message: string, hint: string): Fault {
  const before = source.slice(0, offset).split(/\r\n|\n|\r/);
  const column = [...(before.at(-1) ?? "")].length + 1;
  return { file: "site.json", line: before.length, column, code, message, hint, severity: "error" };
}

function wordsOf(name: string): string {
  return name.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}
