/** What a page's JSON-LD (schema.org) says of its article, as it is written. */
export interface JsonLdMetadata {
  readonly headline: string | undefined;
  readonly standfirst: string | undefined;
  readonly published: string | undefined;
  readonly updated: string | undefined;
  readonly authors: readonly string[];
  readonly picture: string | undefined;
  readonly categories: readonly string[];
  readonly language: string | undefined;
  readonly address: string | undefined;
}

type Thing = Readonly<Record<string, unknown>>;

/** Types of schema.org that are articles. */
const ARTICLE = /(?:^|\/)(?:\w*NewsArticle|Article|BlogPosting|SocialMediaPosting|Report|Review)$/;

/**
 * Finds the article in a page's JSON-LD: the first thing of an article's type, wherever it stands.
 * @param scripts the texts of its scripts; those that are not JSON are passed over
 */
export function readJsonLd(scripts: readonly string[]): JsonLdMetadata {
  const nodes = scripts.flatMap(nodesIn);
  const article = nodes.find((node) => valuesOf(node["@type"]).some((type) => ARTICLE.test(textOf(type) ?? "")));
  // An author may be told of elsewhere in the graph, under an id.
  const described = nodes.filter(({ name, url }) => name !== undefined || url !== undefined);
  const byId = new Map(described.map((node) => [textOf(node["@id"]), node]));
  const resolve = (value: unknown): unknown => {
    const id = isThing(value) && value.name === undefined && value.url === undefined ? textOf(value["@id"]) : undefined;
    return id === undefined ? value : (byId.get(id) ?? value);
  };
  const first = (name: string) =>
    valuesOf(article?.[name])
      .map(textOf)
      .find((text) => text !== undefined);
  const name = (name: string) =>
    valuesOf(article?.[name])
      .map(resolve)
      .map((value) => textOf(isThing(value) ? value.name : value))
      .filter((text) => text !== undefined);
  const addressOf = (value: unknown) =>
    textOf(isThing(value) ? (value.url ?? value.contentUrl ?? value["@id"]) : value);
  const address = (name: string) =>
    valuesOf(article?.[name])
      .map(resolve)
      .map(addressOf)
      .find((text) => text !== undefined);
  return {
    headline: first("headline") ?? first("name"),
    standfirst: first("description") ?? first("alternativeHeadline"),
    published: first("datePublished") ?? first("dateCreated"),
    updated: first("dateModified"),
    authors: name("author"),
    picture: address("image"),
    categories: valuesOf(article?.articleSection)
      .map(textOf)
      .filter((text) => text !== undefined),
    language: first("inLanguage"),
    address: address("mainEntityOfPage") ?? first("url"),
  };
}

/** Every thing in a script, those inside others too, outer ones first. */
function nodesIn(script: string): readonly Thing[] {
  let root: unknown;
  try {
    root = JSON.parse(script);
  } catch {
    return [];
  }
  const found: Thing[] = [];
  const queue: unknown[] = [root];
  for (let value = queue.shift(); value !== undefined; value = queue.shift()) {
    if (Array.isArray(value)) queue.push(...value);
    else if (isThing(value)) {
      found.push(value);
      queue.push(...Object.values(value).filter((each) => typeof each === "object" && each !== null));
    }
  }
  return found;
}

function isThing(value: unknown): value is Thing {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function valuesOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}
