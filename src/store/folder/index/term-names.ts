import type { Article } from "../../../article/article.ts";
import type { Fault } from "../../../lib/fault.ts";
import { articleFile } from "../files/read-file.ts";
import { sameTermSlug } from "../folder-faults.ts";

interface Term {
  readonly kind: "category" | "author";
  readonly slug: string;
  readonly name: string;
}

/**
 * The names of categories and authors, as articles write them, to find different names with one slug. Names that differ
 * only in case or spaces are the same. The cost of a change does not grow with the number of articles.
 */
export class TermNames {
  readonly #termsOf = new Map<string, readonly Term[]>();
  /** By kind and slug: the files of each name, by folded name, by file name. */
  readonly #names = new Map<string, Map<string, Map<string, Term>>>();
  /** Keys of `#names` with more than one name. */
  readonly #conflicts = new Set<string>();

  /** Enters the article of a file, undefined if it has none. */
  enter(file: string, article: Article | undefined): void {
    for (const term of this.#termsOf.get(file) ?? []) this.#remove(file, term);
    const terms = article === undefined ? [] : termsOf(article);
    if (terms.length === 0) this.#termsOf.delete(file);
    else this.#termsOf.set(file, terms);
    for (const term of terms) this.#add(file, term);
  }

  /** A fault for each file with another name than most files have for its slug. */
  *faults(): Generator<{ readonly name: string; readonly fault: Fault }> {
    for (const key of this.#conflicts) {
      const [first, ...others] = [...(this.#names.get(key)?.values() ?? [])].sort(byUse);
      const firstFile = firstOf(first ?? new Map());
      const name = first?.get(firstFile)?.name;
      if (name === undefined) continue;
      for (const files of others)
        for (const [file, term] of files)
          yield {
            name: file,
            fault: sameTermSlug(articleFile(file), term.kind, term.name, {
              name,
              file: articleFile(firstFile),
            }),
          };
    }
  }

  #add(file: string, term: Term): void {
    const key = keyOf(term);
    const names = this.#names.get(key) ?? new Map<string, Map<string, Term>>();
    const files = names.get(fold(term.name)) ?? new Map<string, Term>();
    this.#names.set(key, names.set(fold(term.name), files.set(file, term)));
    if (names.size > 1) this.#conflicts.add(key);
  }

  #remove(file: string, term: Term): void {
    const key = keyOf(term);
    const names = this.#names.get(key);
    const files = names?.get(fold(term.name));
    files?.delete(file);
    if (files?.size === 0) names?.delete(fold(term.name));
    if (names?.size === 0) this.#names.delete(key);
    if ((names?.size ?? 0) < 2) this.#conflicts.delete(key);
  }
}

function termsOf({ categories, authors }: Article): readonly Term[] {
  return [
    ...categories.map(({ slug, label }): Term => ({ kind: "category", slug, name: label })),
    ...authors.map(({ slug, name }): Term => ({ kind: "author", slug, name })),
  ];
}

/** The name in most files first, then that of the file whose name is first. */
function byUse(a: ReadonlyMap<string, Term>, b: ReadonlyMap<string, Term>): number {
  return b.size - a.size || (firstOf(a) < firstOf(b) ? -1 : 1);
}

function firstOf(files: ReadonlyMap<string, Term>): string {
  return [...files.keys()].sort()[0] ?? "";
}

function keyOf({ kind, slug }: Term): string {
  return `${kind} ${slug}`;
}

function fold(name: string): string {
  return name.normalize("NFKC").toLowerCase().replace(/\s+/g, " ");
}
