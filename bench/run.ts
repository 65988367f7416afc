import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { archive } from "./measures/archive.ts";
import { cold } from "./measures/cold.ts";
import { rewrite } from "./measures/rewrite.ts";
import { traffic } from "./measures/traffic.ts";
import { warm } from "./measures/warm.ts";
import { here } from "./support/children.ts";
import { print, type Report, reached } from "./support/table.ts";

const CASES: Readonly<Record<string, () => Promise<Report>>> = { warm, rewrite, cold, archive, traffic };

// Names of cases as arguments run only those.
const names = process.argv.slice(2);
const unknown = names.find((name) => CASES[name] === undefined);
if (unknown !== undefined) {
  console.error(`There is no case ${unknown}: the cases are ${Object.keys(CASES).join(", ")}.`);
  process.exit(2);
}

const started = performance.now();
const reports: Report[] = [];
for (const [name, run] of Object.entries(CASES)) {
  if (names.length > 0 && !names.includes(name)) continue;
  process.stderr.write(`${name} …\n`);
  reports.push(await run());
}
const report: Report = {
  rows: reports.flatMap(({ rows }) => rows),
  omissions: reports.flatMap(({ omissions }) => omissions),
};
const seconds = (performance.now() - started) / 1000;

console.log(print(report));
console.log(`\nNode ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "?"}, ${Math.round(seconds)} s`);
const rows = report.rows.map((row) => {
  const verdict = reached(row);
  return verdict === undefined ? row : { ...row, reached: verdict };
});
const results = {
  node: process.version,
  cpu: cpus()[0]?.model,
  cpus: cpus().length,
  seconds,
  ...report,
  rows,
};
writeFileSync(here("results.json"), `${JSON.stringify(results, null, 2)}\n`);
