import { type Html, markup, NOTHING } from "../layout/markup.ts";

/** A kind of what is counted. */
export interface Series {
  readonly name: string;
  /** Class by which the style sheet colours it. */
  readonly kind: string;
  /** One for each column; none is negative. */
  readonly values: readonly number[];
}

/** A chart of columns, and the same numbers as a table. */
export interface Chart {
  /** Begins the ids of its parts: no other chart on the page may have it. */
  readonly id: string;
  readonly title: string;
  /** What is to be seen, in a sentence, for those who do not see it. */
  readonly description: string;
  /** What the columns are, such as `minute`. */
  readonly unit: string;
  /** A name for each column. */
  readonly labels: readonly string[];
  /** From the bottom of each column to its top. */
  readonly series: readonly Series[];
}

/** Height of the highest column, and from the middle of one to that of the next; the units of a drawing are its own. */
const [HEIGHT, PITCH] = [100, 2];

/** Height of the highest column of a sparkline, in which a column is 1 wide. */
const SPARK_HEIGHT = 16;

/**
 * Columns of which each stacks what is counted. The drawing stretches to its place, so nothing is written in it; the
 * scales stand around it. All is drawn by strokes, which take few bytes. Columns without a count are left out of the
 * table.
 */
export function columns({ id, title, description, unit, labels, series }: Chart): Html {
  const totals = labels.map((_, column) => sum(series.map(({ values }) => values[column] ?? 0)));
  const top = Math.max(1, ...totals);
  const floor = labels.map(() => 0);
  const shown = series.filter(({ values }) => values.some((value) => value > 0));
  const areas = shown.map(({ kind, values }) => {
    const strokes = values.map((value, column) => {
      const [low, high] = [floor[column] ?? 0, (floor[column] ?? 0) + value];
      floor[column] = high;
      const [from, to] = [scaled(low, top), scaled(high, top)].map((height) => tenth(HEIGHT - height));
      return value === 0 ? "" : `M${(column + 0.5) * PITCH} ${from}V${to}`;
    });
    return markup`<path class="${kind}" stroke-width="1.6" d="${strokes.join("")}"/>`;
  });
  const rows = labels.flatMap((label, column) => (totals[column] === 0 ? [] : { label, column }));
  return markup`<figure class="chart">
<figcaption>${title}</figcaption>
<p class="scale">${top}</p>
<svg role="img" aria-labelledby="${id}-title ${id}-text" viewBox="0 0 ${Math.max(1, labels.length) * PITCH} ${HEIGHT}" preserveAspectRatio="none">
<title id="${id}-title">${title}</title><desc id="${id}-text">${description}</desc>
${areas}
</svg>
<p class="scale"><span>${labels[0]}</span> <span>${labels[Math.floor(labels.length / 2)]}</span> <span>${labels.at(-1)}</span></p>
<ul class="legend">
${series.map(({ name, kind }) => markup`<li>${key(kind)} ${name}</li>\n`)}</ul>
${rows.length === 0 ? NOTHING : table(title, unit, series, rows)}</figure>`;
}

/**
 * A bar that stacks counts, beside the numbers themselves in a row of a table.
 * @param whole what the whole width stands for
 */
export function bar(parts: readonly { readonly kind: string; readonly value: number }[], whole: number): Html {
  let end = 0;
  const areas = parts
    .filter(({ value }) => value > 0)
    .map(({ kind, value }) => {
      const begin = end;
      end += value;
      return markup`<path class="${kind}" d="M${scaled(begin, whole)} 4H${scaled(end, whole)}"/>`;
    });
  return markup`<svg class="bar" viewBox="0 0 100 8" aria-hidden="true">${areas}</svg>`;
}

/**
 * A line of columns without a scale, beside the numbers in a row of a table. The highest fills the height; what is more
 * than nothing is seen.
 */
export function sparkline(values: Iterable<number>): Html {
  const all = [...values];
  const top = Math.max(1, ...all);
  let [outline, height, run] = ["", 0, 0];
  for (const value of all) {
    const next = value === 0 ? 0 : Math.max(1, Math.round((value / top) * SPARK_HEIGHT));
    if (next !== height) {
      outline += `${run === 0 ? "" : `h${run}`}v${height - next}`;
      [height, run] = [next, 0];
    }
    run += 1;
  }
  return markup`<svg class="spark" viewBox="0 0 ${Math.max(1, all.length)} ${SPARK_HEIGHT}" preserveAspectRatio="none" aria-hidden="true"><path d="M0 ${SPARK_HEIGHT}${outline}h${run}V${SPARK_HEIGHT}z"/></svg>`;
}

function table(
  title: string,
  unit: string,
  series: readonly Series[],
  rows: readonly { readonly label: string; readonly column: number }[],
): Html {
  return markup`<details>
<summary>The numbers</summary>
<section class="wide" aria-label="${title}" tabindex="0"><table>
<thead><tr><th scope="col">${unit}</th>${series.map(({ name }) => markup`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>
${rows.map(
  ({ label, column }) =>
    markup`<tr><th scope="row">${label}</th>${series.map(({ values }) => markup`<td>${values[column] ?? 0}</td>`)}</tr>\n`,
)}</tbody></table></section>
</details>
`;
}

function key(kind: string): Html {
  return markup`<svg class="key" viewBox="0 0 8 8" aria-hidden="true"><path class="${kind}" d="M0 4H8"/></svg>`;
}

function scaled(value: number, whole: number): number {
  return tenth((value / Math.max(1, whole)) * HEIGHT);
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
