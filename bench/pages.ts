/** What the pages of the sample content cost on a poor phone with a slow connection: `npm run pages`. */
import { cpus } from "node:os";
import { browse, closeBrowser, closeVisit, openSite } from "../test/support/browsers/browser.ts";
import { type Figures, figuresOf } from "../test/support/browsers/figures.ts";

const PAGES: Readonly<Record<string, string>> = {
  "front page": "/",
  "older articles": "/?to=20",
  category: "/categories/cities",
  author: "/authors/leela-anandkar",
  article: "/articles/correction-the-goat-was-not-elected",
  "article with a picture": "/articles/cricket-match-abandoned-crocodile-stopped-play",
  "article in Hindi": "/articles/कुएँ-में-लौटा-पानी",
  feeds: "/feeds",
  "a feed for people": "/subscribe",
  search: "/search?q=ferry",
};

/** Each page is measured so often; what is shown is the middle of it. */
const RUNS = 5;

const PHONE = { viewport: { width: 360, height: 640 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

const site = await openSite();
const rows: string[][] = [];
try {
  for (const [name, path] of Object.entries(PAGES)) {
    const runs: Figures[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const visit = await browse(site, PHONE);
      runs.push(await figuresOf(visit, path, true));
      await closeVisit(visit);
    }
    const middle = (figure: (figures: Figures) => number) =>
      runs.map(figure).sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0;
    rows.push([
      name,
      kilobytes(middle(({ htmlBytes }) => htmlBytes)),
      kilobytes(middle(({ pageBytes }) => pageBytes)),
      kilobytes(middle(({ ownBytes }) => ownBytes)),
      String(middle(({ requests }) => requests)),
      milliseconds(middle(({ firstPaint }) => firstPaint)),
      milliseconds(middle(({ largestPaint }) => largestPaint)),
      milliseconds(middle(({ blocked }) => blocked)),
      String(middle(({ shift }) => shift)),
    ]);
  }
} finally {
  await closeBrowser();
  await site.close();
}
console.log(
  table([
    ["page", "HTML", "sent", "all sent", "requests", "first paint", "largest paint", "blocked", "shift"],
    ...rows,
  ]),
);
console.log(
  `\nCPU 4 times slower, 150 ms to the server, 1.6 Mbit/s; middle of ${RUNS}. Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "?"}`,
);

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KB`;
}

function milliseconds(value: number): string {
  return `${Math.round(value)} ms`;
}

function table(cells: readonly (readonly string[])[]): string {
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join("  "),
    )
    .join("\n");
}
