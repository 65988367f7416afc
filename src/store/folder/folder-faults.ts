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

/** A file with the slug of another file that comes first by name. */
export function sameSlug(file: string): Fault {
  return {
    file,
    line: 1,
    column: 1,
    code: "same-slug",
    message:
      "another file is this article: its name is the same but for the suffix or the way its letters are composed (Unicode NFC)",
    hint: "Rename or remove one of the two; until then the first by name is served.",
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
