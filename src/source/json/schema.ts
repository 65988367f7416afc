import { MAX_AUTHORS, MAX_CATEGORIES } from "../../article/article.ts";
import { BODY_FIELDS } from "../fields/field-names.ts";
import { MAX_LINE_CHARACTERS } from "../wire/lines.ts";

const line = (description: string) => ({
  description,
  type: ["string", "null"],
  maxLength: MAX_LINE_CHARACTERS,
});

/** Something other than a blank must be there. */
const required = (description: string) => ({ description, type: "string", pattern: "\\S" });

const lines = (description: string) => ({
  description,
  type: ["array", "null"],
  items: { type: ["string", "null"], maxLength: MAX_LINE_CHARACTERS },
});

const ISO_TIME =
  "ISO 8601 with an offset (2025-03-31T23:05:00+05:30), or as a desk writes it (23:05 IST, March 31st 2025)";

/**
 * The JSON Schema (2020-12) of an article in JSON. What it cannot say, that there is such a day for example, is told
 * when the article is read.
 */
export function articleJsonSchema(): Record<string, unknown> {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Article",
    description: "An article as it is published in JSON.",
    type: "object",
    properties: {
      $schema: { description: "Where this schema is, for editors." },
      headline: { ...required("The headline, plain text."), maxLength: MAX_LINE_CHARACTERS },
      published: {
        ...required(`When it was published: ${ISO_TIME}. Until then it does not exist.`),
        maxLength: MAX_LINE_CHARACTERS,
      },
      updated: line("When it last changed, as published is written. Default: published."),
      standfirst: line("The summary, plain text."),
      authors: {
        ...lines("The names of those who wrote it. Default: the site's author."),
        maxItems: MAX_AUTHORS,
      },
      picture: {
        description: "The lead picture.",
        type: ["object", "null"],
        properties: {
          address: {
            ...required("Its address; it may be relative to base."),
            maxLength: MAX_LINE_CHARACTERS,
          },
          alternative: line("What it shows, for those who cannot see it."),
        },
        required: ["address"],
        additionalProperties: false,
      },
      categories: {
        ...lines("The labels of its categories, in your order."),
        maxItems: MAX_CATEGORIES,
      },
      readingMinutes: {
        description: "How many minutes it takes to read.",
        type: ["integer", "null"],
        minimum: 0,
        maximum: 9_999,
      },
      language: line("Its language (BCP 47). Default: told by its script, or the site's."),
      base: line("The absolute address that relative ones begin from. Default: the site's."),
      html: required("The body in HTML; what is not safe is taken out."),
      markdown: required("The body in Markdown (CommonMark, with GitHub's extensions)."),
      text: required("The body in lines: a paragraph a line, as in the wire format."),
    },
    required: ["headline", "published"],
    oneOf: BODY_FIELDS.map((key) => ({ required: [key] })),
    additionalProperties: false,
  };
}
