import type { ArticleContent } from "../../article/article.ts";
import { languageOf } from "../../article/language.ts";
import type { Conventions, SourceReading } from "../conventions.ts";
import { plainText } from "../html/plain-text.ts";
import { sanitise } from "../html/sanitise.ts";
import { markdownToHtml } from "../markdown/markdown-to-html.ts";
import { bodyToHtml } from "../wire/body.ts";
import { splitLines } from "../wire/lines.ts";
import { DRAFT_BODY } from "../wire/parse-wire.ts";
import type { BodyKey } from "./field-names.ts";
import type { Findings, UnplacedFinding } from "./located-value.ts";
import type { ArticleFields } from "./read-fields.ts";

/** Characters of the HTML made from a body. A row of D1 holds 2 MB, and headline, picture and names are in it too. @limit characters */
const MAX_HTML_CHARACTERS = 1_500_000;

/** The body of a source. */
export interface Body {
  readonly kind: BodyKey;
  readonly text: string;
  /** Where its value begins in the source, in UTF-16 code units. */
  readonly at: number;
  /** Where the text itself begins; undefined if it is written with escapes. */
  readonly from: number | undefined;
}

/** Makes an article of its fields and its body. Faults are added to `findings`. */
export function composeArticle(
  slug: string,
  fields: ArticleFields,
  body: Body | undefined,
  conventions: Conventions,
  findings: Findings,
): SourceReading {
  const { headline, published, updated, draft } = fields;
  if (published !== undefined && updated !== undefined && updated.instant < published) {
    findings.warning(
      updated.at,
      "updated-before-published",
      "this time is before the article was published",
      "Mend one of the two times; until then the time of publication is used for both.",
    );
  }
  const html = body === undefined ? undefined : bodyHtml(body, fields.base, findings);
  const plain = html === undefined ? "" : plainText(html);
  const isUnwritten = plain === DRAFT_BODY;
  if (draft !== undefined || isUnwritten) findings.add(draft?.at ?? body?.at ?? 0, DRAFT);
  else if (html !== undefined && plain === "" && !html.includes("<img ")) findings.add(body?.at ?? 0, NO_BODY);
  const complete = headline !== undefined && published !== undefined && html !== undefined;
  if (findings.failed || draft !== undefined || isUnwritten || !complete) {
    return { article: null, findings: findings.list() };
  }
  const article: ArticleContent = {
    slug,
    headline,
    standfirst: fields.standfirst,
    authors: fields.authors,
    picture: fields.picture,
    categories: fields.categories,
    readingMinutes: fields.readingMinutes,
    ...fields.optional,
    language:
      fields.language ?? languageOf([headline, fields.standfirst ?? "", plain].join("\n"), conventions.language),
    published,
    updated: updated !== undefined && updated.instant > published ? updated.instant : published,
    html,
  };
  return { article, findings: findings.list() };
}

function bodyHtml(body: Body, base: string, findings: Findings): string | undefined {
  if (body.kind === "text") return textHtml(body, findings);
  const { html, fault, at = 0 } = safeHtml(body, base);
  // Within a body with escapes, places are not known.
  if (fault !== undefined) findings.add(body.from === undefined ? body.at : body.from + at, fault);
  return html === undefined ? undefined : withinLimit(html, body, findings);
}

/** The HTML of a body in lines. Its findings are placed at the beginning of the body. */
function textHtml(body: Body, findings: Findings): string | undefined {
  const { lines, findings: lineFindings } = splitLines(body.text);
  for (const { code, message, hint, severity } of lineFindings)
    findings.add(body.at, { code, message, hint, severity });
  return withinLimit(bodyToHtml(lines.map(({ text }) => text)), body, findings);
}

function withinLimit(html: string, body: Body, findings: Findings): string | undefined {
  if (html.length <= MAX_HTML_CHARACTERS) return html;
  findings.error(
    body.at,
    "html-too-large",
    `the body makes ${html.length} characters of HTML; an article has at most ${MAX_HTML_CHARACTERS}`,
    "Split the article.",
  );
  return undefined;
}

interface Rendered {
  readonly html?: string;
  readonly fault?: UnplacedFinding;
  readonly at?: number;
}

function safeHtml(body: Body, base: string): Rendered {
  if (body.kind === "html") return sanitise(body.text, base);
  const rendered = markdownToHtml(body.text);
  return "fault" in rendered ? rendered : sanitise(rendered.html, base);
}

const DRAFT: UnplacedFinding = {
  code: "draft",
  message: "this article is a draft: it is left out until it is finished",
  hint: "Write its text, and take the mark of a draft out.",
  severity: "warning",
};

const NO_BODY: UnplacedFinding = {
  code: "no-body",
  message: "the article has no body",
  hint: "Write its text.",
  severity: "error",
};
