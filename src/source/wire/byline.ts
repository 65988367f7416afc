import { countCharacters, endsLikeSentence, tidyLine } from "../../lib/text.ts";

/** Characters of one name in a byline, so that a standfirst that begins with "By" is not taken for one. @limit characters */
const MAX_NAME_CHARACTERS = 80;

/** Words of one name in a byline, so that a standfirst that begins with "By" is not taken for one. @limit words */
const MAX_NAME_WORDS = 6;

/**
 * The names in a line `By A`, `By A and B` or `By A, B and C`; undefined if it is no byline. A standfirst may begin
 * with "By" as well ("By noon the river had risen"). So names must be short and begin with a capital (or a letter of a
 * script without capitals), and the line must not end like a sentence, except with an abbreviation.
 */
export function parseByline(line: string): readonly string[] | undefined {
  // A run of blanks would make the pattern quadratic.
  const match = /^By (?<names>.*)$/su.exec(tidyLine(line).replace(/\s+/gu, " "));
  const names = (match?.groups?.names ?? "").split(/ ?, ?(?:and )?| and /u).filter((name) => name !== "");
  if (names.length === 0 || !names.every(isName)) return undefined;
  if (endsLikeSentence(line) && !/(?:^|[\s.])(?:\p{Lu}|Jr|Sr)\.$/u.test(line)) return undefined;
  return [...new Set(names)];
}

function isName(name: string): boolean {
  return (
    /^[\p{Lu}\p{Lt}\p{Lo}\p{N}"'“‘(]/u.test(name) &&
    countCharacters(name) <= MAX_NAME_CHARACTERS &&
    name.split(" ").length <= MAX_NAME_WORDS
  );
}
