import type { Fault, Finding } from "../../lib/fault.ts";

/** Without settings nothing can be served. */
export const MISSING_SITE: { readonly finding: Finding } = {
  finding: {
    line: 1,
    column: 1,
    code: "no-site",
    message: "there is no site.json",
    hint: 'Write one: {"title": "…", "address": "https://…"}',
    severity: "error",
  },
};

export function notUtf8Name(file: string): Fault {
  return {
    file,
    line: 1,
    column: 1,
    code: "bad-name",
    message: "the file's name is not UTF-8",
    hint: "Rename it: letters, digits and hyphens, then .txt, .md or .json.",
    severity: "error",
  };
}

/** A folder within too many others. @param most how many it may be */
export function nestedTooDeep(file: string, most: number): Fault {
  return {
    file,
    line: 1,
    column: 1,
    code: "too-deep",
    message: `what is in this folder is not read: it is within more than ${most} folders`,
    hint: "Move it up.",
    severity: "error",
  };
}

/** A link to a folder, which may lead anywhere. */
export function linkedFolder(file: string): Fault {
  return {
    file,
    line: 1,
    column: 1,
    code: "linked-folder",
    message: "this is a link to a folder, and is not followed",
    hint: "Put the folder itself here, or let CONTENT_DIR name the one that the link leads to.",
    severity: "error",
  };
}

/** A file with the slug of a file that was published before. */
export function sameSlug(file: string, published: string): Fault {
  return {
    file,
    line: 1,
    column: 1,
    code: "same-slug",
    message: `${published} was published first under this address: the names differ at most in the folder, the suffix, in case and in the way letters are composed (Unicode NFC)`,
    hint: `Rename this file, or remove one of the two; until then ${published} is served.`,
    severity: "error",
  };
}

/** A category or author whose name differs from that of another one with the same slug. */
export function sameTermSlug(
  file: string,
  kind: "category" | "author",
  name: string,
  other: { readonly name: string; readonly file: string },
): Fault {
  return {
    file,
    line: 1,
    column: 1,
    code: "same-term",
    message: `the ${kind} “${name}” has the address of the ${kind} “${other.name}” (${other.file}): both are one feed`,
    hint: `Write the same name in both, or one whose letters and digits differ.`,
    severity: "warning",
  };
}

/** Many files are missing at once; their articles are still served. */
export function heldRemovals(missing: number, articles: number, until: Date): Fault {
  return {
    file: "articles",
    line: 1,
    column: 1,
    code: "removals-held",
    message: `${missing} of ${articles} articles are missing at once, and are still served`,
    hint: `Put the files back. If they are to be removed, run harkara accept-removals; at ${until.toISOString()} they are removed without it.`,
    severity: "error",
  };
}

/** The folder of articles cannot be read. The last state stays in force. */
export function unreadableFolder(folder: string, reason: string): Fault {
  return {
    file: folder,
    line: 1,
    column: 1,
    code: "no-articles-folder",
    message: `the folder cannot be read (${reason})`,
    hint: "Make it and put articles in it, or let the service's user read it.",
    severity: "error",
  };
}
