/** A metric as Prometheus reads it. */
export interface Family {
  readonly type: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
const HELP = new RegExp(`^# HELP (${NAME}) ((?:[^\\\\]|\\\\\\\\|\\\\n)*)$`);
const TYPE = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram)$`);
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (\\+Inf|-Inf|NaN|-?\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?)$`, "s");
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^\\"\n]|\\\\|\\"|\\n)*)"(?:,(?!$)|$)/;

/**
 * Reads the text format of Prometheus, version 0.0.4, as its page on exposition formats describes it, and is stricter
 * where that is lenient: each metric has one HELP and one TYPE before its samples, which stand together.
 * @throws at the first line that is not as it must be
 */
export function parseExposition(text: string): ReadonlyMap<string, Family> {
  if (text !== "" && !text.endsWith("\n")) throw new Error("the last line has no end");
  const families = new Map<string, { type: string; help: string; samples: Sample[] }>();
  const series = new Set<string>();
  let [current, help]: [string, string | undefined] = ["", undefined];
  for (const line of text.split("\n").slice(0, -1)) {
    const described = HELP.exec(line);
    if (described !== null) {
      [current, help] = [described[1] ?? "", described[2] ?? ""];
      if (families.has(current)) throw new Error(`two of ${current}`);
      continue;
    }
    const typed = TYPE.exec(line);
    if (typed !== null) {
      if (typed[1] !== current || help === undefined) throw new Error(`no help before ${line}`);
      families.set(current, { type: typed[2] ?? "", help, samples: [] });
      help = undefined;
      continue;
    }
    const [, name = "", labels = "", value = ""] = SAMPLE.exec(line) ?? [];
    const family = families.get(current);
    if (name === "" || family === undefined || help !== undefined) throw new Error(`no sample: ${line}`);
    const suffix = name.slice(current.length);
    const suffixes = family.type === "histogram" ? ["_bucket", "_sum", "_count"] : [""];
    if (!name.startsWith(current) || !suffixes.includes(suffix)) throw new Error(`${line} in ${current}`);
    const sample = { name, labels: labelsOf(labels), value: numberOf(value) };
    const id = JSON.stringify([name, Object.entries(sample.labels).sort()]);
    if (series.has(id)) throw new Error(`twice: ${line}`);
    series.add(id);
    family.samples.push(sample);
  }
  for (const [name, { samples }] of families) if (samples.length === 0) throw new Error(`nothing of ${name}`);
  return families;
}

/** Counts of a histogram's buckets by their upper bounds, checked to grow. @throws when it is no histogram */
export function bucketsOf(family: Family | undefined): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  let [bound, count] = [Number.NEGATIVE_INFINITY, 0];
  for (const { name, labels, value } of family?.samples ?? []) {
    if (!name.endsWith("_bucket")) continue;
    const le = numberOf(labels.le ?? "");
    if (!(le > bound) || value < count) throw new Error(`${le} ${value} after ${bound} ${count}`);
    [bound, count] = [le, value];
    found.set(le, value);
  }
  const whole = family?.samples.find(({ name }) => name.endsWith("_count"))?.value;
  if (bound !== Number.POSITIVE_INFINITY || count !== whole) throw new Error("the last bucket is not all");
  return found;
}

function labelsOf(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (let rest = text; rest !== ""; ) {
    const [whole, name = "", value = ""] = LABEL.exec(rest) ?? [];
    if (whole === undefined || name in labels) throw new Error(`no labels: ${text}`);
    labels[name] = value.replace(/\\(.)/g, (_, letter: string) => (letter === "n" ? "\n" : letter));
    rest = rest.slice(whole.length);
  }
  return labels;
}

function numberOf(text: string): number {
  if (text === "+Inf") return Number.POSITIVE_INFINITY;
  return text === "-Inf" ? Number.NEGATIVE_INFINITY : Number(text);
}
