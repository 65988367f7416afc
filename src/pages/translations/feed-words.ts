/** What pages say of feeds, to people who may never have heard of one. */
export interface FeedTranslations {
  /** Beside the addresses: what to do with them. */
  readonly paste: string;
  readonly about: string;
  readonly all: string;
  /** Of the button that copies an address. @param format what people call the format */
  readonly copyAddress: (format: string) => string;
  /** When an address could not be copied. */
  readonly notCopied: string;
  /** Before the links that open a feed in a reader. */
  readonly openIn: string;
  readonly ownReader: string;
  /** What a feed is, a paragraph each. */
  readonly explanation: readonly string[];
  /** To the page that shows the same articles. */
  readonly asPage: string;
  readonly howTo: string;
  readonly steps: readonly string[];
  readonly entries: string;
  readonly noEntries: string;
  /** Which entries are shown, counted from 1, the newest. */
  readonly shown: (first: number, last: number, of: number) => string;
  /** In place of a text that is too long to be shown: where it is. */
  readonly whole: string;
  readonly newer: string;
  readonly older: string;
  /** What the formats call the parts of a category. */
  readonly label: string;
  readonly term: string;
  readonly scheme: string;
  /** Of the page of all feeds. */
  readonly overview: string;
  readonly opml: string;
  readonly opmlUse: string;
  readonly feed: string;
  readonly holds: string;
  readonly addresses: string;
  readonly count: string;
  readonly changed: string;
  readonly listed: (first: number, last: number, of: number) => string;
  readonly page: (page: number, of: number) => string;
  readonly previous: string;
  readonly next: string;
}

export const ENGLISH_FEEDS: FeedTranslations = {
  paste: "Copy one of these addresses into your feed reader, and whatever is published here comes to you.",
  about: "About this feed",
  all: "All feeds",
  copyAddress: (format) => `Copy the ${format} address`,
  notCopied: "Not copied",
  openIn: "Open it in a reader",
  ownReader: "The reader on this device",
  explanation: [
    "This is a feed: a list of articles that a program reads for you. Such a program is called a feed reader. There are many, for phones, computers and the web, and most cost nothing.",
    "Paste one of the feed’s addresses into a reader, and from then on new articles appear in it by themselves, together with those of everything else that you follow. You need no account here and give no mail address. To stop, remove the feed from the reader.",
  ],
  asPage: "The same articles as a page",
  howTo: "How to subscribe",
  steps: [
    "Open the feed reader that you use, or choose one.",
    "Copy one of the addresses. All three hold the same articles; if you are in doubt, take the first.",
    "Paste it where your reader adds a feed.",
  ],
  entries: "What is in the feed",
  noEntries: "Nothing yet. Whoever subscribes now gets the first article as soon as it is published.",
  shown: (first, last, of) => `Entries ${first} to ${last} of ${of}, the newest first, as readers get them.`,
  whole: "The feed holds the whole text, which is long. Read it on its own page",
  newer: "Newer entries",
  older: "Older entries",
  label: "label",
  term: "term",
  scheme: "scheme",
  overview:
    "A feed brings new articles to your feed reader by itself. Each feed comes in three formats that hold the same; take any that your reader knows.",
  opml: "All feeds in one file (OPML)",
  opmlUse: "which most readers import",
  feed: "Feed",
  holds: "What is in it",
  addresses: "Addresses",
  count: "Entries",
  changed: "Last change",
  listed: (first, last, of) => `Feeds ${first} to ${last} of ${of}`,
  page: (page, of) => `Page ${page} of ${of}`,
  previous: "Previous page",
  next: "Next page",
};

export const HINDI_FEEDS: FeedTranslations = {
  paste: "इनमें से कोई एक पता अपने फ़ीड रीडर में डालें। यहाँ जो भी प्रकाशित होगा, वह आप तक पहुँच जाएगा।",
  about: "इस फ़ीड के बारे में",
  all: "सभी फ़ीड",
  copyAddress: (format) => `${format} का पता कॉपी करें`,
  notCopied: "कॉपी नहीं हुआ",
  openIn: "इसे रीडर में खोलें",
  ownReader: "इस उपकरण का रीडर",
  explanation: [
    "यह एक फ़ीड है: लेखों की ऐसी सूची, जिसे आपके लिए एक प्रोग्राम पढ़ता है। ऐसे प्रोग्राम को फ़ीड रीडर कहते हैं। फ़ोन, कंप्यूटर और वेब के लिए ऐसे कई रीडर हैं, और ज़्यादातर मुफ़्त हैं।",
    "फ़ीड का कोई एक पता रीडर में डालें; उसके बाद नए लेख उसमें अपने आप आते रहेंगे, उन सबके साथ जो आप और कहीं पढ़ते हैं। यहाँ न खाता चाहिए, न ई-मेल पता। बंद करना हो, तो फ़ीड को रीडर से हटा दें।",
  ],
  asPage: "यही लेख एक पृष्ठ पर",
  howTo: "सदस्यता कैसे लें",
  steps: [
    "अपना फ़ीड रीडर खोलें, या कोई रीडर चुनें।",
    "कोई एक पता कॉपी करें। तीनों में वही लेख हैं; समझ न आए, तो पहला लें।",
    "रीडर में जहाँ फ़ीड जोड़ी जाती है, वहाँ उसे डालें।",
  ],
  entries: "फ़ीड में क्या है",
  noEntries: "अभी कुछ नहीं। जो अभी सदस्यता लेगा, उसे पहला लेख प्रकाशित होते ही मिलेगा।",
  shown: (first, last, of) => `${of} में से प्रविष्टियाँ ${first} से ${last}, सबसे नई पहले, जैसी रीडर को मिलती हैं।`,
  whole: "फ़ीड में पूरा पाठ है, जो लंबा है। उसे अपने पृष्ठ पर पढ़ें",
  newer: "नई प्रविष्टियाँ",
  older: "पुरानी प्रविष्टियाँ",
  label: "लेबल",
  term: "टर्म",
  scheme: "स्कीम",
  overview:
    "फ़ीड नए लेख अपने आप आपके फ़ीड रीडर तक लाती है। हर फ़ीड तीन प्रारूपों में है, जिनमें वही सामग्री है; जो आपका रीडर समझे, वही लें।",
  opml: "सभी फ़ीड एक फ़ाइल में (OPML)",
  opmlUse: "जिसे अधिकांश रीडर आयात कर सकते हैं",
  feed: "फ़ीड",
  holds: "इसमें क्या है",
  addresses: "पते",
  count: "प्रविष्टियाँ",
  changed: "पिछला बदलाव",
  listed: (first, last, of) => `${of} में से फ़ीड ${first} से ${last}`,
  page: (page, of) => `पृष्ठ ${page}, कुल ${of}`,
  previous: "पिछला पृष्ठ",
  next: "अगला पृष्ठ",
};
