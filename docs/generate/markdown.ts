/** A table in Markdown. Cells may not hold line breaks; bars in them are escaped. */
export function table(heads: readonly string[], rows: ReadonlyArray<readonly (string | undefined)[]>): string {
  const line = (cells: readonly (string | undefined)[]) =>
    `| ${cells.map((cell = "") => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}

export function code(text: string): string {
  return `\`${text}\``;
}

/** A page: a title, a line that says where it comes from, and its parts with an empty line between them. */
export function page(title: string, origin: string, ...parts: readonly string[]): string {
  const note = `<!-- Made by \`npm run docs\` from ${origin}: do not edit. -->`;
  return `${[`# ${title}`, note, ...parts].join("\n\n")}\n`;
}

/** A number with a comma for each thousand. */
export function grouped(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 3 });
}
