import { DOCUMENT_NAMES, FORMATS } from "../../../src/lib/feed-format.ts";

export interface Question {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** What the request names as its host. */
  readonly host?: string;
}

/** Sends a request for a path to the service that is tested; redirections are not followed. */
export type Ask = (path: string, question?: Question) => Promise<Response>;

/** An article of the sample content that has a category and an author of its own. */
export const ARTICLE = "ferry-dog-gets-season-ticket";
export const CATEGORY = "cities";
export const AUTHOR = "thomas-edakkad";

/** Slugs of the sample content in Devanagari. */
export const HINDI_ARTICLE = "कुएँ-में-लौटा-पानी";
export const HINDI_CATEGORY = "खेल";

/** How many articles and authors the sample content has, and categories with and without articles. */
export const ARTICLES = 48;
export const AUTHORS = 14;
export const CATEGORIES = 11;

/** Paths of a feed in each format and a page of each kind. */
export const FEEDS = FORMATS.map((format) => `/${DOCUMENT_NAMES[format]}`);
export const PAGES = ["/", `/categories/${CATEGORY}`, `/authors/${AUTHOR}`, `/articles/${ARTICLE}`];

/** What a browser says that it accepts. */
export const BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

/** A header of a response; fails when it is missing. */
export function header(response: Response, name: string): string {
  const value = response.headers.get(name);
  if (value === null) throw new Error(`the response ${response.status} has no ${name}`);
  return value;
}

/** The headers that the app is answerable for: without those that the connection adds. */
export function ownHeaders(response: Response): Record<string, string> {
  const headers = Object.fromEntries(response.headers);
  for (const name of ["date", "connection", "keep-alive", "transfer-encoding"]) delete headers[name];
  return headers;
}
