import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { z } from "zod";
import { clean, isTelling, slugOf } from "./article/text.ts";
import { DEFAULT_ZONES, resolveZone } from "./article/time.ts";
import { digest } from "./digest.ts";
import type { Fault } from "./fault.ts";
import { DEFAULT_ENTRIES, MAX_ENTRIES, MAX_SITE_BYTES } from "./limits.ts";
import type { Site } from "./site.ts";

const text = z
  .string()
  .transform((value) => clean(value).trim())
  .pipe(z.string().min(1, "must not be empty"));

const webAddress = z
  .string()
  .refine(isWebAddress, "must be an absolute http or https address")
  .transform((value) => new URL(value).href);

const address = z
  .string()
  .refine(isWebAddress, "must be an absolute http or https address, such as https://news.example.org")
  .refine((value) => !isWebAddress(value) || isPlain(new URL(value)), "must have no user, query or fragment")
  .transform((value) => new URL(value).href.replace(/\/+$/, ""));

const language = z.string().refine(isLanguageTag, "must be a language tag (BCP 47), such as en-IN or hi");

const seconds = z.int().min(0).max(31_536_000);

/** `site.json` as it is written. */
const written = z.strictObject({
  $schema: z.string().optional().describe("Where this schema is, for editors."),
  title: text.describe("The site's name."),
  address: address.describe("Where the site is reached, for example https://news.example.org"),
  description: text.optional().describe("One sentence about the site. Default: its title."),
  language: language
    .default("en-IN")
    .describe("Language of the articles (BCP 47), unless their script tells another."),
  authority: z
    .string()
    .regex(/^[a-z0-9._%+@-]*[a-z0-9]$/i, "must be a domain name or mail address, such as example.org")
    .optional()
    .describe(
      "Domain or mail address that ids are minted from (RFC 4151). Never change it. Default: the address's host.",
    ),
  authoritySince: z
    .string()
    .refine(isDay, "must be a day, such as 2024-01-01")
    .default("2024-01-01")
    .describe("A day on which the authority was yours. Never change it."),
  copyright: text.optional().describe("Who may do what with the articles."),
  icon: webAddress.optional().describe("Address of a square picture."),
  author: text.optional().describe("Author of articles without a byline."),
  pageSize: z.int().min(1).max(MAX_ENTRIES).default(DEFAULT_ENTRIES).describe("Entries of a feed."),
  zones: z
    .record(z.string().regex(/^[A-Za-z]{1,10}$/, "must be an abbreviation of letters"), z.string())
    .default({})
    .describe("Abbreviations of time zones: to IANA names or offsets. IST, UTC and GMT are known."),
  categories: z
    .record(
      text,
      z.strictObject({
        slug: z.string().min(1).optional().describe("Its part in addresses. Default: made from the label."),
        description: text.optional().describe("One sentence about the category."),
        order: z.number().optional().describe("Its place among the categories: smaller ones come first."),
      }),
    )
    .default({})
    .describe("Label of a category: what is to be said of it."),
  hubs: z.array(webAddress).default([]).describe("WebSub hubs that are told of news."),
  cache: z
    .strictObject({
      maxAge: seconds.default(300).describe("Seconds for which a copy counts as fresh."),
      staleWhileRevalidate: seconds
        .default(86_400)
        .describe("Seconds for which a stale copy may be served while a new one is fetched."),
      staleIfError: seconds
        .default(604_800)
        .describe("Seconds for which a stale copy may be served when the service fails."),
    })
    .prefault({})
    .describe("How long caches may keep a document."),
});

type Written = z.output<typeof written>;

/** The JSON Schema (2020-12) of `site.json`, for editors. */
export function siteJsonSchema(): object {
  return { title: "Harkara's site.json", ...z.toJSONSchema(written, { io: "input" }) };
}

/** The settings, or every fault of the file at once. */
export type SiteReading =
  | { readonly site: Site }
  | { readonly faults: readonly [Fault, ...(readonly Fault[])] };

/**
 * Reads `site.json`.
 * @param source the file's text
 * @param modified when the file last changed, UTC
 * @param override the address to use in place of the written one (`SITE_URL`); ids do not follow it
 */
export async function parseSite(source: string, modified: Date, override?: string): Promise<SiteReading> {
  if (source.length > MAX_SITE_BYTES) {
    return {
      faults: [
        faultAt(
          source,
          0,
          "too-large",
          `the file is larger than ${MAX_SITE_BYTES} bytes`,
          "Make it smaller.",
        ),
      ],
    };
  }
  const errors: ParseError[] = [];
  const tree = parseTree(source, errors, { allowTrailingComma: false, disallowComments: true });
  const [first, ...rest] = errors.map(({ error, offset }) =>
    faultAt(
      source,
      offset,
      "bad-json",
      `this is not JSON here: ${words(printParseErrorCode(error))}`,
      "Mend the line.",
    ),
  );
  if (first !== undefined) return { faults: [first, ...rest] };
  if (tree === undefined) {
    return {
      faults: [
        faultAt(source, 0, "bad-json", "the file is empty", 'Write {"title": "…", "address": "https://…"}'),
      ],
    };
  }

  const result = written.safeParse(JSON.parse(source));
  const issues = result.success ? semanticIssues(result.data) : result.error.issues.flatMap(flatten);
  if (override !== undefined && !address.safeParse(override).success) {
    issues.push({
      path: ["SITE_URL"],
      message: "must be an absolute http or https address, such as https://news.example.org",
    });
  }
  const [issue, ...others] = issues.map((each) => settingFault(source, tree, each));
  if (issue !== undefined) return { faults: [issue, ...others] };
  if (!result.success) throw result.error;
  return { site: await complete(result.data, modified, override) };
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function flatten(issue: z.core.$ZodIssue): Issue[] {
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

function semanticIssues(site: Written): Issue[] {
  const issues: Issue[] = [];
  for (const [abbreviation, zone] of Object.entries(site.zones)) {
    if (resolveZone(zone, {}) === undefined) {
      issues.push({
        path: ["zones", abbreviation],
        message: "must be an IANA zone such as Asia/Kolkata or an offset such as +05:30",
      });
    }
  }
  if (site.author !== undefined && !isTelling(slugOf(site.author))) {
    issues.push({ path: ["author"], message: "must have a letter or digit" });
  }
  const seen = new Map<string, string>();
  for (const [label, { slug = slugOf(label) }] of Object.entries(site.categories)) {
    const path = ["categories", label];
    const other = seen.get(slug);
    if (slugOf(slug) !== slug || !isTelling(slug)) {
      issues.push({
        path: [...path, "slug"],
        message: `must be made of lower-case letters, digits and hyphens, such as ${slugOf(label)}`,
      });
    } else if (other !== undefined) {
      issues.push({ path, message: `has the slug ${slug}, as “${other}” has already` });
    }
    seen.set(slug, label);
  }
  return issues;
}

async function complete(site: Written, modified: Date, override: string | undefined): Promise<Site> {
  const categories = Object.entries(site.categories)
    .map(([label, { slug, description, order }], index) => ({
      label,
      slug: slug ?? slugOf(label),
      description: description ?? null,
      order: order ?? index,
    }))
    .sort((a, b) => a.order - b.order)
    .map(({ label, slug, description }) => ({ label, slug, description }));
  const settings = {
    title: site.title,
    description: site.description ?? site.title,
    address: override === undefined ? site.address : address.parse(override),
    language: site.language,
    authority: (site.authority ?? new URL(site.address).hostname).toLowerCase(),
    authoritySince: site.authoritySince,
    copyright: site.copyright ?? null,
    icon: site.icon ?? null,
    author: site.author === undefined ? null : { name: site.author, slug: slugOf(site.author) },
    pageSize: site.pageSize,
    zones: {
      ...DEFAULT_ZONES,
      ...Object.fromEntries(Object.entries(site.zones).map(([name, zone]) => [name.toUpperCase(), zone])),
    },
    categories,
    hubs: site.hubs,
    cache: site.cache,
  };
  return { ...settings, revision: await digest(JSON.stringify(settings)), modified: modified.toISOString() };
}

function settingFault(source: string, tree: Node, issue: Issue): Fault {
  const path = issue.path.map((part) => (typeof part === "number" ? part : String(part)));
  let node = findNodeAtLocation(tree, path);
  for (let depth = path.length; node === undefined; depth -= 1)
    node = findNodeAtLocation(tree, path.slice(0, depth));
  // Of a member the name is shown, not its value: that is where the eye looks for it.
  const place = node.parent?.type === "property" ? node.parent.offset : node.offset;
  const hint = "src/site.schema.json lists every setting; an editor that knows JSON Schema completes them.";
  return faultAt(source, place, "bad-setting", `${path.join(".") || "the file"}: ${issue.message}`, hint);
}

function faultAt(source: string, offset: number, code: string, message: string, hint: string): Fault {
  const before = source.slice(0, offset).split(/\r\n|\n|\r/);
  const column = [...(before.at(-1) ?? "")].length + 1;
  return { file: "site.json", line: before.length, column, code, message, hint, severity: "error" };
}

function words(name: string): string {
  return name.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}

function isWebAddress(value: string): boolean {
  return /^https?:\/\//i.test(value) && URL.canParse(value);
}

function isPlain(url: URL): boolean {
  return url.username === "" && url.password === "" && url.search === "" && url.hash === "";
}

function isLanguageTag(value: string): boolean {
  try {
    return new Intl.Locale(value).toString().toLowerCase() === value.toLowerCase();
  } catch {
    return false;
  }
}

function isDay(value: string): boolean {
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
