/**
 * Every cap of the program, with its reason. Going past one is always a named error, never a silent cut.
 */

/** Bytes of one article's text. A row of D1 holds 2 MB, and the HTML made from nearly every text is a little longer than it; see `MAX_STORED_BYTES`. */
export const MAX_ARTICLE_BYTES = 1_048_576;

/** Bytes of `site.json`. Ten thousand categories with descriptions fit. */
export const MAX_SITE_BYTES = 1_048_576;

/** Characters of one line of an article. A block is one line; no desk prints a paragraph of forty pages. */
export const MAX_LINE_CHARACTERS = 65_536;

/** Bytes of a slug in UTF-8. File systems allow 255 for a name; the suffix and a temporary name must fit as well. */
export const MAX_SLUG_BYTES = 200;

/** Categories of one article. Each costs bytes in every feed; more than this is a pasted list, not a choice. */
export const MAX_CATEGORIES = 64;

/** Characters of a category's label: the row of a feed in a database holds it for each article, and D1 takes 2 MB. */
export const MAX_LABEL_CHARACTERS = 1_000;

/** Names in one byline. */
export const MAX_AUTHORS = 32;

/** Characters of one name in a byline, so that a standfirst that begins with "By" is not taken for one. */
export const MAX_NAME_CHARACTERS = 80;

/** Words of one name in a byline, for the same reason. */
export const MAX_NAME_WORDS = 6;

/** Characters of a short line that may be a subhead; the wire format sets it. */
export const MAX_SUBHEAD_CHARACTERS = 120;

/** Characters of a last line that begins with "Updated" and may be a time; a longer one is prose. */
export const MAX_TIME_LINE_CHARACTERS = 80;

/** Findings of one file that are listed: enough to see what is wrong, and a file of rubbish does not flood the log. */
export const MAX_FINDINGS = 100;

/** Entries of one feed. Beyond this, bytes grow for every reader that polls and no reader shows more. */
export const MAX_ENTRIES = 100;

/** Entries of a feed where neither `site.json` nor the request says how many. */
export const DEFAULT_ENTRIES = 50;

/** Years that a time may lie in: before 1900 local time was the sun's, after 9999 RFC 3339 has no digits. */
export const MIN_YEAR = 1900;
export const MAX_YEAR = 9999;

/** Zone offsets kept in memory, some 100 bytes each: more days than most archives have articles. */
export const MAX_KEPT_OFFSETS = 8_192;

/** Milliseconds that a file must have lain unchanged before it is read: a writer pauses less between two writes. */
export const SETTLE_MS = 200;

/** Milliseconds that the start waits for files that are being written; later they show as any change does. */
export const MAX_START_MS = 2_000;

/** Milliseconds between two looks at a whole content folder: with `SETTLE_MS`, changes show within a second. */
export const LOOK_MS = 500;

/** Share of the time that looking at a large folder may take. */
export const MAX_LOOK_SHARE = 0.05;

/** Files read at the same time: enough to keep a disk busy, far from the limit of open files. */
export const MAX_OPEN_FILES = 32;

/** Milliseconds that requests in flight have after SIGTERM; orchestrators kill after 10 s or more. */
export const DRAIN_MS = 8_000;

/** Milliseconds for which idle connections stay open after SIGTERM: what was sent before it has arrived by then. */
export const CLOSE_GRACE_MS = 100;

/**
 * Milliseconds that an idle connection is kept. Proxies and load balancers keep theirs for 60 s: if the service closed
 * its end first, now and then a request would meet a closing connection and fail.
 */
export const KEEP_ALIVE_MS = 75_000;

/** Seconds that a client is asked to wait after a 503. */
export const RETRY_AFTER_SECONDS = 5;

/** Seconds that it may be kept that there is nothing at an address: something may be published there at any moment. */
export const ABSENCE_MAX_AGE_SECONDS = 30;

/** Bytes of all of a document's cache tags: Cloudflare takes 16 KB of them. */
export const MAX_CACHE_TAG_BYTES = 16_000;

/** Share of all that is kept which a Worker keeps: an isolate has 128 MB, and a cache in front answers most polls. */
export const WORKER_CACHE_SHARE = 0.125;

/** Bytes of rendered entries that are kept: some 20,000 articles in one format. */
export const MAX_KEPT_ENTRY_BYTES = 67_108_864;

/** Bytes of whole documents, plain and compressed, that are kept: a few hundred feeds in every form. */
export const MAX_KEPT_DOCUMENT_BYTES = 67_108_864;

/** Addresses whose answers are kept ready; what is not among them is worked out anew. */
export const MAX_KEPT_RESOURCES = 10_000;

/** Entries in remembered states of feeds, some 150 bytes each: a thousand states of feeds of fifty. */
export const MAX_REMEMBERED_ENTRIES = 50_000;

/** Heads and tails of documents that are kept, some 2 KiB each: those of a few hundred feeds in every format. */
export const MAX_KEPT_FRAMES = 1_000;

/** Articles exchanged in a store one by one; when more change at once, making it anew costs less. */
export const MAX_EXCHANGED = 64;

/** Changes that an index by slug carries on top before it is made anew: few enough to copy with each change. */
export const MAX_OVERLAID_SLUGS = 1_000;

/** Entries on a sheet of a feed's archive. It never changes: the addresses of sheets mean the same for ever. */
export const ARCHIVE_ENTRIES = 100;

/** Removed articles that a feed tells of; readers that were away longer see from the archive what is left. */
export const MAX_TOMBSTONES = 100;

/** Milliseconds that a store may take to answer before it counts as failed; a reader's own patience is 10 s or more. */
export const STORE_TIMEOUT_MS = 2_000;

/** Searches of a SQLite file that wait for their turn, a few milliseconds each; more than this is a flood. */
export const MAX_WAITING_READS = 32;

/** Milliseconds that a writer waits for another process that is writing to the same SQLite file. */
export const BUSY_TIMEOUT_MS = 5_000;

/** Milliseconds between two tries to write to a SQLite file that another process writes to, or to open it. */
export const BUSY_PAUSE_MS = 10;

/** KiB of a SQLite file that are kept in memory: the upper levels of all indexes of a million articles. */
export const SQLITE_CACHE_KIB = 65_536;

/** Stamps that the row of a feed holds: a full page, and articles to come in front of it. */
export const HEAD_STAMPS = 120;

/** Articles that may be published within one second in a database, so that ids stay exact numbers until the year 9999. */
export const MAX_ARTICLES_A_SECOND = 32_768;

/** Sheets of one feed's archive in a database, some 1.6 billion articles. */
export const MAX_SHEETS = 16_777_216;

/** Bytes of what is stored of one article in a database: D1 takes 2 MB a value and a row. */
export const MAX_STORED_BYTES = 1_900_000;

/** Times that a change of a database is worked out anew because somebody else changed the same articles meanwhile. */
export const MAX_SQL_ATTEMPTS = 8;

/** Milliseconds between two looks at whether another process wrote to a SQLite file: asking costs as much as a poll. */
export const VERSION_LOOK_MS = 10;

/** Milliseconds that a hub may take to answer a notice; it has only to note it. */
export const HUB_TIMEOUT_MS = 10_000;

/** Notices sent to one hub at the same time: with three hubs that is all that Cloudflare lets a Worker have open. */
export const MAX_NOTICES_AT_ONCE = 2;

/** Hubs that are told at the same time. A site has a handful; more than this is a mistake. */
export const MAX_HUBS_AT_ONCE = 16;

/** Notices sent in one run on Node; what is left over is sent in the next one, a second later. */
export const MAX_RUN_NOTICES = 1_000;

/** Notices sent in one run on Workers: each takes a query as well, and 50 of both are all that the free plan allows. */
export const MAX_WORKER_RUN_NOTICES = 36;

/** Milliseconds after which a run sends nothing more; with `HUB_TIMEOUT_MS` it fits in a Worker's last 30 s. */
export const MAX_RUN_MS = 15_000;

/** Failures of a hub in a row after which it is left alone for a while: its other notices would fail like these. */
export const MAX_HUB_STRIKES = 3;

/** Milliseconds for which such a hub is left alone: a dead hub is asked a few times a minute, whatever is published. */
export const HUB_REST_MS = 20_000;

/** Milliseconds after which a notice that failed is sent again; they double with each failure. */
export const HUB_PAUSE_MS = 5_000;

/** Milliseconds that they double up to: a hub that was away for an hour hears of everything some minutes later. */
export const MAX_HUB_PAUSE_MS = 300_000;

/** Failures after which a hub counts as away for long: some four hours. */
export const MAX_HUB_SHORT_PAUSES = 54;

/** Milliseconds between two tries at a hub that is away for long, and the longest `Retry-After` that is honoured. */
export const MAX_HUB_LONG_PAUSE_MS = 3_600_000;

/** Failures after which a notice is given up: three days at least, as an operator may be away over a weekend. */
export const MAX_HUB_ATTEMPTS = 150;

/** Milliseconds from a publication to the notices, so that those of a bulk publication go out as one. */
export const NOTICE_DELAY_MS = 100;

/** Milliseconds between two looks at the outbox while something is on its way: one hub must not wait for another. */
export const MIN_OUTBOX_PAUSE_MS = 1_000;

/** Milliseconds between two looks at the outbox: another process may have added to it. */
export const MAX_OUTBOX_PAUSE_MS = 30_000;

/** Milliseconds that notices on their way have when the service stops; they are kept and told again after the start. */
export const STOP_NOTICES_MS = 1_000;

/** Characters of one token of a search: longer than any word; what is longer becomes several. */
export const MAX_TOKEN_CHARACTERS = 64;

/** Characters of a search's words, as they are typed and as its one address has them. */
export const MAX_QUESTION_CHARACTERS = 500;

/** Words and phrases of a search: each is looked up by itself. */
export const MAX_QUESTION_TERMS = 16;

/** Categories and authors that a search names. */
export const MAX_QUESTION_SLUGS = 32;

/** Characters of a search's query as its address has it: many proxies take no line of a request above 8 KiB. */
export const MAX_QUESTION_QUERY_CHARACTERS = 6_000;

/**
 * Removals that a folder remembers, some 200 bytes each, in a file that is written anew with each of them. The oldest
 * are forgotten first: their addresses then answer 404 in place of 410.
 */
export const MAX_NOTED_REMOVALS = 10_000;

/** Bytes of what a folder remembers that are read: its removals and tens of thousands of notices to hubs fit. */
export const MAX_NOTES_BYTES = 67_108_864;

/**
 * Seconds that a redirect to the one address of a search may be kept: where it leads follows from the question and
 * from the slugs of categories, which hardly ever change.
 */
export const REDIRECT_MAX_AGE_SECONDS = 86_400;

/** Entries of all answers that are kept ready, some 300 bytes each where a store makes them anew for each answer. */
export const MAX_KEPT_STAMPS = 200_000;

/** Times that something is looked up whose articles change while they are read, before the store counts as failed. */
export const MAX_LOOKS = 4;

/** Elements open inside each other in an article's HTML: browsers stop at 512, and each costs stack wherever it is read. */
export const MAX_HTML_DEPTH = 256;

/** Elements and comments that an article's HTML is parsed to: a mis-nested one may make the square of its length. */
export const MAX_HTML_NODES = 100_000;

/** Times that HTML is sanitised until nothing changes any more: two are common, of a million random bodies none took all. */
export const MAX_HTML_PASSES = 8;

/** Characters of a Markdown article's front matter: its parser is slow for its size, and no desk fills a page. */
export const MAX_FRONT_MATTER_CHARACTERS = 65_536;

/** Bytes of a source of articles that is read as a whole: a feed with every article of years, far below what a string may hold. */
export const MAX_IMPORT_BYTES = 134_217_728;

/** Bytes of a saved page; the tree that is made of it takes some twenty times as much. */
export const MAX_PAGE_BYTES = 16_777_216;

/** Bytes at the beginning of a source by which its kind is recognised: feeds and pages declare much before they begin. */
export const SNIFFED_BYTES = 65_536;

/** Milliseconds that fetching one address may take, its body included. */
export const DOWNLOAD_MS = 60_000;

/** Redirects followed from one address; browsers follow 20, a good site needs two. */
export const MAX_REDIRECTS = 5;

/** Pages of a feed that are followed: a million articles, a hundred each, ten times over. */
export const MAX_FEED_PAGES = 100_000;

/** Items of a feed that are brought along at once: they are held in memory until the oldest is known. */
export const MAX_FEED_ITEMS = 250_000;

/** Times that a request is made before it counts as failed. */
export const MAX_ATTEMPTS = 5;

/** Milliseconds of the first pause before a request is made again; each pause is twice the one before. */
export const FIRST_PAUSE_MS = 500;

/** Milliseconds that a server may ask to wait before a request is made again; nobody sits through more. */
export const MAX_PAUSE_MS = 120_000;

/** Articles handed on at a time when they are brought along: one transaction, and the most that an interrupt waits for. */
export const BATCH_ARTICLES = 500;

/** Bytes, nearly, of articles handed on at a time. */
export const BATCH_BYTES = 8_388_608;

/** Articles and bytes of one request of many: far below what services and the proxies before them take. */
export const POSTED_ARTICLES = 100;
export const POSTED_BYTES = 2_097_152;

/** Sources fetched from a service at the same time. */
export const FETCHED_SOURCES = 8;

/** Things left out of an import that are listed one by one; the rest is counted. */
export const MAX_LISTED_OMISSIONS = 100;

/** Milliseconds between two drawings of the progress bar, and between two lines where there is no terminal. */
export const BAR_MS = 100;
export const PROGRESS_LINE_MS = 10_000;

/** Requests with a wrong token within `WRONG_TOKEN_WINDOW_MS` that get a 401; no honest program is wrong so often. */
export const MAX_WRONG_TOKENS = 1_000;

/** Milliseconds in which wrong tokens are counted, and after which they are forgotten. */
export const WRONG_TOKEN_WINDOW_MS = 600_000;

/** Articles on one page of the publishing API's list, where the request does not say. */
export const DEFAULT_LISTED = 100;

/** Articles on one page of the publishing API's list: some 300 KiB of JSON. */
export const MAX_LISTED = 1_000;

/** Bytes of one bulk request: Cloudflare takes no more on its smaller plans. */
export const MAX_BULK_BYTES = 104_857_600;

/** Lines of one bulk request: what has changed is kept in memory until its end. */
export const MAX_BULK_LINES = 10_000;

/** Bytes of one line of a bulk request: an article, written with as many escapes as any encoder of JSON makes of text. */
export const MAX_BULK_LINE_BYTES = 4 * MAX_ARTICLE_BYTES;

/** Articles of a bulk request that are written at once: the cost of making them durable is shared by so many. */
export const MAX_BATCH_CHANGES = 100;

/** Bytes of text of the articles that are written at once; they are all in memory, some of them twice. */
export const MAX_BATCH_BYTES = 4_194_304;

/** Milliseconds without a byte of a bulk request after which what has come is written: its sender may wait for that. */
export const BATCH_PAUSE_MS = 50;

/**
 * Bytes of answers to a bulk request that are kept for a client that sends all before it reads any; if it had to
 * read first, both sides would wait for ever.
 */
export const MAX_PENDING_ANSWER_BYTES = 8_388_608;

/** Milliseconds that a change may take until the client is told to try again: a hundred articles on a slow disk take less. */
export const WRITE_TIMEOUT_MS = 10_000;

/** Times that a change is tried whose condition cannot be left to the store, when others change the same article. */
export const MAX_WRITE_ATTEMPTS = 5;

/** Characters that an OpenSearch description may have for the site's short name (1.1 draft 6). */
export const MAX_SHORT_NAME_CHARACTERS = 16;

/** Characters that it may have for the long name. */
export const MAX_LONG_NAME_CHARACTERS = 48;

/** Characters that it may have for what is searched. */
export const MAX_SEARCH_DESCRIPTION_CHARACTERS = 1_024;

/** Milliseconds between two batches of articles that are read again after a change of the settings: polls go first. */
export const REREAD_PAUSE_MS = 20;

/** Milliseconds after which articles are read again where that failed. */
export const REREAD_RETRY_MS = 1_000;

/** Milliseconds that a service may take to answer a request of many articles, and for one of them. */
export const ANSWER_MS = 120_000;

/** Tags that Cloudflare's cache is told of in one call: what it takes for a zone. */
export const MAX_TAGS_A_CALL = 30;

/** Characters of the HTML made from a body. A row of D1 holds 2 MB, and headline, picture and names are in it too. */
export const MAX_HTML_CHARACTERS = 1_500_000;

/** Quotations and lists inside each other in Markdown: its parser reads the text within each once more. */
export const MAX_MARKDOWN_LEVELS = 64;

/** Looks at a character that Markdown's parser takes in search of e-mail addresses: some 10 ns each, so a second. */
export const MAX_MARKDOWN_STEPS = 100_000_000;

/** Articles that an import writes at once: each batch packs the feeds that it touches anew, once. */
export const MAX_IMPORT_BATCH = 1_000;

/** Articles on a page of a list. `ARCHIVE_ENTRIES` is a multiple of it, so that no page spans two sheets. */
export const LIST_ENTRIES = 20;

/** Newest articles on the front page. */
export const FRONT_ENTRIES = 12;

/** Categories on the front page: as many as can be looked over; the table of feeds has them all. */
export const FRONT_TERMS = 24;

/** Entries on a page that shows a feed to people, some 1.4 KB each without their texts: such a page stays below 30 KB. */
export const PREVIEW_ENTRIES = 6;

/** Bytes of all texts on such a page; an entry whose text does not fit any more shows where it can be read. */
export const PREVIEW_TEXT_BYTES = 12_288;

/** Feeds on a page of the table of all feeds, about 2 KB each: such a page stays below 30 KB. */
export const FEEDS_ON_PAGE = 12;

/**
 * Sheets of the archive in one part of the sitemap: 1,000 articles, read by a query for each sheet. Cloudflare allows 50
 * on its free plan, and all are read anew when an article is published meanwhile. An index takes 50,000 parts: 50 million
 * articles.
 */
export const SITEMAP_SHEETS = 10;

/** Categories and authors in one part of the sitemap: with the longest slugs 8 MB of the 50 MB and 50,000 addresses that a part may have. */
export const SITEMAP_FEEDS = 10_000;

/** Feeds that the list of all feeds for programs has, some 250 bytes each: no reader takes in more at once. The list says so where there are others. */
export const MAX_OPML_FEEDS = 10_000;

/** Milliseconds for which an article is news to Google News: two days. */
export const NEWS_MS = 172_800_000;

/** Articles in the sitemap of news: Google takes no more. */
export const MAX_NEWS_ENTRIES = 1_000;

/** Characters of a request's path that are logged: any address of ours but those of the longest slugs, written in full. */
export const MAX_SEEN_PATH_CHARACTERS = 1_024;

/** Characters of a `User-Agent` that are logged and read; those of aggregators have some 150. */
export const MAX_AGENT_CHARACTERS = 400;

/** Texts that clients send of which it is remembered what they mean. */
export const MAX_REMEMBERED_TEXTS = 500;

/** Characters of such a text; longer ones are rare, or made to be. */
export const MAX_REMEMBERED_CHARACTERS = 1_024;

/** Rows of each table of the status page; with all of them full it stays below 30 KB. */
export const MAX_SHOWN_FAULTS = 8;
export const MAX_SHOWN_FEEDS = 8;
export const MAX_SHOWN_READERS = 8;
export const MAX_SHOWN_HUBS = 6;
export const MAX_SHOWN_NOTICES = 5;

/** Characters that a text from elsewhere, such as the name of a reader, has in a table of the status page. */
export const MAX_SHOWN_CHARACTERS = 160;

/** Feeds and readers that Prometheus is told of one by one: each is a time series or several, kept for weeks. */
export const MAX_TOLD_FEEDS = 100;
export const MAX_TOLD_READERS = 50;

/** Characters of what a reader is called. */
export const MAX_READER_NAME_CHARACTERS = 40;

/** Subscribers that one reader can state for one feed; whoever states more states nothing. */
export const MAX_STATED_SUBSCRIBERS = 10_000_000;

/** Feeds, each format by itself, whose polls are counted; those that were not asked for the longest are forgotten. */
export const MAX_WATCHED_FEEDS = 3_000;

/** Readers whose polls are counted; those that have not asked for the longest are forgotten. */
export const MAX_WATCHED_READERS = 500;

/** Feeds that are told apart of one reader; whoever asks for more is shown with as many. */
export const MAX_FEEDS_OF_READER = 250;

/** Statements on a feed's subscribers that are remembered, one for each aggregator; there are some twenty of those. */
export const MAX_STATEMENTS_OF_FEED = 50;

/** Milliseconds after which such a statement is forgotten: two weeks. Aggregators ask for a quiet feed once a day. */
export const MAX_STATEMENT_AGE_MS = 1_209_600_000;

/** Minutes of which polls are counted one by one. */
export const WATCHED_MINUTES = 60;

/** Milliseconds that a line of the log may wait for others to be written with it. */
export const LOG_FLUSH_MS = 50;

/** Characters of the log after which they are written at once: what a pipe of Linux holds. */
export const LOG_BATCH_CHARACTERS = 65_536;

/** Characters of the log that are kept while nobody reads it; further lines are dropped and counted. */
export const MAX_LOG_BACKLOG_CHARACTERS = 4_194_304;

/** Milliseconds that the end of the process waits for whoever reads the log. */
export const LOG_END_MS = 1_000;

/** Bytes of the index of a data point that Analytics Engine takes. */
export const MAX_INDEX_BYTES = 96;

/** Characters of each text of a data point: six of them stay far below the 16 KB that Analytics Engine takes. */
export const MAX_BLOB_CHARACTERS = 256;

/** Seconds for which what has its version in its address may be kept: a year, the most that HTTP/1.1 once advised (RFC 2616, section 14.21). */
export const VERSIONED_MAX_AGE_SECONDS = 31_536_000;

/**
 * Characters, in UTF-16 code units, of what previews and search engines are told of an article that has no standfirst:
 * about as many as those show.
 */
export const SUMMARY_CHARACTERS = 160;
