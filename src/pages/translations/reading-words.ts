/** The words of the pages that people read articles on, in one language. */
export interface ReadingTranslations {
  /** Over the newest articles. */
  readonly latest: string;
  /** Before the time at which a category last changed. */
  readonly lastChange: string;
  /** The title of a page of older articles. @param first, last their positions, counted from the oldest */
  readonly olderTitle: (title: string, first: number, last: number, latest: string | undefined) => string;
  /** The line that says which they are. @param latest the time of the newest; nothing when all were removed */
  readonly olderIntro: (latest: string | undefined) => string;
  /** How long an article takes to read where it does not say so. */
  readonly estimate: (minutes: number) => string;
  /** The article before one in time, and the one behind it. */
  readonly previous: string;
  readonly next: string;
  /** Name of the links to both, for those who hear it. @param name of the category; empty for all */
  readonly beside: (name: string) => string;
  /** Name of the links to older and newer pages, for those who hear it. */
  readonly pager: string;
  /** How to search. */
  readonly searchHelp: string;
  /** Over the categories in which to look around. */
  readonly browse: string;
  readonly nothingFound: string;
  /** What to try then. */
  readonly searchTips: readonly string[];
  /** @param more whether there may be others */
  readonly found: (count: number, more: boolean) => string;
  /** That the search can be subscribed to. */
  readonly searchFeed: string;
}

export const ENGLISH_READING: ReadingTranslations = {
  latest: "Latest articles",
  lastChange: "last changed",
  olderTitle: (title, first, last, latest) =>
    `${title} – older articles${latest === undefined ? "" : `, up to ${latest}`} (${first}–${last})`,
  olderIntro: (latest) =>
    latest === undefined ? "The articles that stood here were removed." : `Older articles, up to ${latest}`,
  estimate: (minutes) => `about ${minutes} min read`,
  previous: "Previous",
  next: "Next",
  beside: (name) => (name === "" ? "More articles" : `More in ${name}`),
  pager: "Older and newer articles",
  searchHelp:
    "All words must occur, “phrases in quotes” as they stand; a hyphen before a word leaves out articles with it. Each search is a feed as well.",
  browse: "Or look around",
  nothingFound: "Nothing was found.",
  searchTips: [
    "Look for a misspelt word, or another form of it: whole words are searched for.",
    "Try fewer words; all of them must occur in an article.",
    "Leave out quotation marks, which ask for words just as they stand.",
  ],
  found: (count, more) =>
    more
      ? `The newest ${count} articles that were found.`
      : `${count === 1 ? "1 article was" : `${count} articles were`} found.`,
  searchFeed: "Subscribe to this search: new articles that answer to it come to your feed reader.",
};

export const HINDI_READING: ReadingTranslations = {
  latest: "ताज़ा लेख",
  lastChange: "पिछला बदलाव",
  olderTitle: (title, first, last, latest) =>
    `${title} – पुराने लेख${latest === undefined ? "" : `, ${latest} तक`} (${first}–${last})`,
  olderIntro: (latest) => (latest === undefined ? "यहाँ के लेख हटा दिए गए हैं।" : `पुराने लेख, ${latest} तक`),
  estimate: (minutes) => `लगभग ${minutes} मिनट में पढ़ें`,
  previous: "पिछला लेख",
  next: "अगला लेख",
  beside: (name) => (name === "" ? "और लेख" : `${name}: और लेख`),
  pager: "पुराने और नए लेख",
  searchHelp:
    "सभी शब्द मिलने चाहिए, “उद्धरण चिह्नों में लिखे शब्द” ठीक उसी क्रम में; किसी शब्द से पहले हाइफ़न लगाने पर उस शब्द वाले लेख छोड़ दिए जाते हैं। हर खोज एक फ़ीड भी है।",
  browse: "या श्रेणियाँ देखें",
  nothingFound: "कुछ नहीं मिला।",
  searchTips: [
    "वर्तनी जाँचें, या शब्द का दूसरा रूप आज़माएँ: पूरे शब्द खोजे जाते हैं।",
    "कम शब्दों से खोजें; लेख में सभी शब्द होने चाहिए।",
    "उद्धरण चिह्न हटा दें, उनसे शब्द ठीक उसी क्रम में खोजे जाते हैं।",
  ],
  found: (count, more) => (more ? `मिले लेखों में सबसे नए ${count}` : `${count} लेख मिले`),
  searchFeed: "इस खोज की सदस्यता लें: इससे मेल खाते नए लेख आपके फ़ीड रीडर में आएँगे।",
};
