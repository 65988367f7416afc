import { SaxesParser } from "saxes";
import { stripXmlForbidden } from "../../lib/text.ts";

/** An entry of a WordPress export as it is written, whatever its kind: a post, a page, a picture. */
export interface WxrItem {
  /** Line at which it begins. */
  readonly line: number;
  /** First text of each element by its name, such as `wp:post_date_gmt`. */
  readonly texts: ReadonlyMap<string, string>;
  readonly categories: readonly {
    readonly domain: string;
    readonly nicename: string;
    readonly label: string;
  }[];
  /** `wp:postmeta`, by key. */
  readonly meta: ReadonlyMap<string, string>;
}

/** What stands in an export, in its order. */
export type WxrPart =
  | { readonly kind: "item"; readonly item: WxrItem }
  | { readonly kind: "author"; readonly login: string; readonly name: string };

/** An export that cannot be read further; what came before it was whole. The message names the line. */
export class WxrError extends Error {}

/** Elements of an item whose text is kept; the rest, comments above all, is passed over. */
const KEPT = new Set([
  "title",
  "link",
  "pubDate",
  "guid",
  "dc:creator",
  "content:encoded",
  "excerpt:encoded",
  "wp:post_id",
  "wp:post_date",
  "wp:post_date_gmt",
  "wp:post_modified_gmt",
  "wp:post_name",
  "wp:post_parent",
  "wp:post_type",
  "wp:post_password",
  "wp:status",
  "wp:attachment_url",
]);

/** What WordPress itself writes wrongly and what does no harm: references to HTML's entities, stray characters. */
const HARMLESS = /undefined entity|disallowed character|text data outside|malformed character entity/i;

/**
 * Reads a WordPress export (WXR 1.0 to 1.2) bit by bit: what stands complete in what was read so far is given out
 * before more is read, and nothing of it is kept.
 * @throws WxrError when it is not well-formed or ends in the middle
 */
export async function* readWxr(chunks: AsyncIterable<string>): AsyncGenerator<WxrPart> {
  const reader = new Reader();
  for await (const chunk of chunks) {
    reader.write(stripXmlForbidden(chunk));
    yield* reader.take();
  }
  reader.close();
  yield* reader.take();
}

class Reader {
  readonly #parser = new SaxesParser({ xmlns: false });
  readonly #path: string[] = [];
  #ready: WxrPart[] = [];
  #text = "";
  #item:
    | {
        line: number;
        texts: Map<string, string>;
        categories: WxrItem["categories"][number][];
        meta: Map<string, string>;
      }
    | undefined;
  #category: { domain: string; nicename: string } | undefined;
  #author = { login: "", name: "" };
  #metaKey = "";
  #broken: WxrError | undefined;

  constructor() {
    const parser = this.#parser;
    parser.on("error", (error) => {
      if (HARMLESS.test(error.message)) return;
      this.#broken ??= new WxrError(`line ${parser.line}: ${error.message.replace(/^[\d:]+\s*|\.$/g, "")}`);
    });
    parser.on("opentag", ({ name, attributes }) => this.#open(name, attributes));
    parser.on("closetag", ({ name }) => this.#close(name));
    const add = (text: string) => {
      this.#text += text;
    };
    parser.on("text", add);
    parser.on("cdata", add);
  }

  write(chunk: string): void {
    if (this.#broken === undefined) this.#parser.write(chunk);
  }

  close(): void {
    if (this.#broken === undefined && this.#path.length > 0) {
      this.#broken = new WxrError(`line ${this.#parser.line}: the export is cut off in the middle`);
    }
  }

  /** Everything that is complete, then what is broken. */
  *take(): Generator<WxrPart> {
    const ready = this.#ready;
    this.#ready = [];
    yield* ready;
    if (this.#broken !== undefined) throw this.#broken;
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (this.#broken !== undefined) return;
    this.#path.push(name);
    this.#text = "";
    if (name === "item" && this.#path.length === 3) {
      this.#item = { line: this.#parser.line, texts: new Map(), categories: [], meta: new Map() };
    }
    if (name === "wp:author") this.#author = { login: "", name: "" };
    if (name === "wp:postmeta") this.#metaKey = "";
    if (name === "category" && this.#path.at(-2) === "item") {
      this.#category = { domain: attributes.domain ?? "", nicename: attributes.nicename ?? "" };
    }
  }

  #close(name: string): void {
    if (this.#broken !== undefined) return;
    this.#path.pop();
    const parent = this.#path.at(-1);
    const text = this.#text;
    this.#text = "";
    if (parent === "wp:author") {
      if (name === "wp:author_login") this.#author.login = text.trim();
      if (name === "wp:author_display_name") this.#author.name = text.trim();
    } else if (name === "wp:author" && this.#author.login !== "") {
      this.#ready.push({ kind: "author", ...this.#author });
    }
    const item = this.#item;
    if (item === undefined) return;
    if (name === "item" && this.#path.length === 2) {
      this.#item = undefined;
      this.#ready.push({ kind: "item", item });
    } else if (parent === "item") {
      if (name === "category" && this.#category !== undefined) item.categories.push({ ...this.#category, label: text });
      else if (KEPT.has(name) && !item.texts.has(name)) item.texts.set(name, text);
    } else if (parent === "wp:postmeta") {
      if (name === "wp:meta_key") this.#metaKey = text.trim();
      if (name === "wp:meta_value" && /^_thumbnail_id$|^_wp_attachment_image_alt$/.test(this.#metaKey)) {
        item.meta.set(this.#metaKey, text.trim());
      }
    }
  }
}
