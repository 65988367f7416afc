import { expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { codeOf, read, tableRows } from "../support/docs/markdown.ts";

const PAGE = read("docs/operating.md");
const [RULES = ""] = Array.from(PAGE.matchAll(/^```yaml\n(.*?)^```$/gms), ([, text = ""]) => text);
const { rules } = z
  .object({ groups: z.tuple([z.object({ rules: z.array(z.object({ alert: z.string(), expr: z.string() })) })]) })
  .parse(parse(RULES)).groups[0];

/** The names of our metrics in a text, without the endings of a histogram's samples. */
function metricsIn(text: string): string[] {
  return Array.from(text.matchAll(/\b(?:harkara|process)_[a-z_]+/g), ([name]) =>
    name.replace(/_(?:bucket|sum|count)$/, ""),
  );
}

it("there are ten alarms, and each is explained under its name", () => {
  const headings = Array.from(PAGE.matchAll(/^### (\d+)\. (\w+)$/gm), ([, number, name]) => `${number} ${name}`);
  expect(headings).toEqual(rules.map(({ alert }, index) => `${index + 1} ${alert}`));
  expect(rules).toHaveLength(10);
});

it("every metric that an alarm or the text names is one that is reported", () => {
  const reported = tableRows(read("docs/reference/metrics.md"), "metric").map(([cell]) => codeOf(cell));
  for (const { alert, expr } of rules)
    expect(metricsIn(expr).length + Number(expr.startsWith("up{")), alert).toBeGreaterThan(0);
  for (const name of metricsIn(PAGE)) expect(reported).toContain(name);
});

it("every label that an expression asks for is one of its metric", () => {
  const rows = tableRows(read("docs/reference/metrics.md"), "metric");
  const labels = new Map(rows.map(([name = "", , list = ""]) => [codeOf(name), list]));
  for (const { expr } of rules)
    for (const [, name = "", label = ""] of expr.matchAll(/\b(harkara_[a-z_]+)\{(\w+)=/g))
      expect(labels.get(name), `${name} ${label}`).toContain(`\`${label}\``);
});

it("brackets of each expression are closed", () => {
  for (const { expr } of rules)
    for (const [open, close] of ["()", "{}", "[]"].map((pair) => [...pair] as [string, string]))
      expect(expr.split(open).length, expr).toBe(expr.split(close).length);
});
