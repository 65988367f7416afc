/** What a word of a written time says. */
export type TimeWord =
  | { readonly kind: "month" | "weekday"; readonly number: number }
  | HalfOfDay
  | { readonly kind: "named hour"; readonly hour: 0 | 12 }
  | { readonly kind: "zone"; readonly zone: string }
  | { readonly kind: "hours" | "filler" };

/** AM or PM, and the hours of the clock that it goes with. */
export interface HalfOfDay {
  readonly kind: "half";
  readonly half: "am" | "pm";
  readonly hours: readonly number[];
}

/** Names of the months in English and Hindi, in lower case. */
const MONTHS = [
  ["january", "जनवरी"],
  ["february", "फरवरी"],
  ["march", "मार्च"],
  ["april", "अप्रैल"],
  ["may", "मई"],
  ["june", "जून"],
  ["july", "जुलाई"],
  ["august", "अगस्त"],
  ["september", "सितंबर"],
  ["october", "अक्टूबर", "अक्तूबर"],
  ["november", "नवंबर"],
  ["december", "दिसंबर"],
] as const;

/** Names of the days of the week, from Sunday, as `Date` counts them. */
const WEEKDAYS = [
  ["sunday", "रविवार", "इतवार"],
  ["monday", "सोमवार"],
  ["tuesday", "मंगलवार"],
  ["wednesday", "बुधवार"],
  ["thursday", "गुरुवार", "बृहस्पतिवार"],
  ["friday", "शुक्रवार"],
  ["saturday", "शनिवार"],
] as const;

/** Hours: the words that may follow a clock's time. */
const HOURS = ["hrs", "hr", "hours", "hour", "h", "o'clock", "बजे"];

const FILLERS = ["at", "on", "of", "the", "को", "दिनांक", "समय", "-", "–", "—", "•", "·"];

const TWELVE_HOURS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

const WORDS: ReadonlyMap<string, TimeWord> = new Map<string, TimeWord>([
  ...numbered("month", MONTHS, 1),
  ["sept", { kind: "month", number: 9 }],
  ...numbered("weekday", WEEKDAYS, 0),
  ...["tues", "thur", "thurs"].map((word): [string, TimeWord] => [
    word,
    { kind: "weekday", number: word[1] === "u" ? 2 : 4 },
  ]),
  ...["am", "पूर्वाह्न"].map((word) => half(word, "am", TWELVE_HOURS)),
  ...["pm", "अपराह्न"].map((word) => half(word, "pm", TWELVE_HOURS)),
  half("सुबह", "am", [4, 5, 6, 7, 8, 9, 10, 11]),
  half("दोपहर", "pm", [12, 1, 2, 3, 4]),
  half("शाम", "pm", [4, 5, 6, 7, 8]),
  // After midnight it may be the night of either day.
  half("रात", "pm", [7, 8, 9, 10, 11]),
  ...["noon", "midday"].map((word): [string, TimeWord] => [word, { kind: "named hour", hour: 12 }]),
  ["midnight", { kind: "named hour", hour: 0 }],
  ...["भामास", "आईएसटी"].map((word): [string, TimeWord] => [word, { kind: "zone", zone: "IST" }]),
  ...HOURS.map((word): [string, TimeWord] => [word, { kind: "hours" }]),
  ...FILLERS.map((word): [string, TimeWord] => [word, { kind: "filler" }]),
]);

/** What a word says in a time, in English or Hindi, whatever its case and full stops; undefined if it is no such word. */
export function timeWord(word: string): TimeWord | undefined {
  return WORDS.get(spelling(word));
}

/** English name of a month, counted from 1. */
export function monthName(month: number): string {
  return capitalise(MONTHS[month - 1]?.[0] ?? "");
}

/** English name of a day of the week, counted from Sunday, 0. */
export function weekdayName(day: number): string {
  return capitalise(WEEKDAYS[day]?.[0] ?? "");
}

/** A word without full stops, in lower case; of two spellings in Devanagari the one that is in the tables above. */
function spelling(word: string): string {
  const plain = word.replaceAll(".", "").replaceAll("’", "'").toLowerCase();
  return plain
    .normalize("NFD")
    .replace(/\u093c/g, "")
    .replace(/म्ब/g, "ंब")
    .replace(/रू/g, "रु");
}

function half(word: string, which: "am" | "pm", hours: readonly number[]): [string, TimeWord] {
  return [word, { kind: "half", half: which, hours }];
}

function numbered(
  kind: "month" | "weekday",
  names: readonly (readonly string[])[],
  first: number,
): [string, TimeWord][] {
  return names.flatMap((spellings, index) =>
    [...spellings, spellings[0]?.slice(0, 3) ?? ""].map((name): [string, TimeWord] => [
      name,
      { kind, number: index + first },
    ]),
  );
}

function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
