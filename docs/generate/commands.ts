import { COMMAND_GROUPS, COMMANDS } from "../../src/cli/harkara.ts";
import { code, page, table } from "./markdown.ts";

export function commandsPage(): string {
  const commands = Object.entries(COMMANDS);
  return page(
    "Commands",
    "what the commands print with `--help`",
    `${code("npx harkara")} runs them in a clone and where the package is installed, ${code("npx @harkara/server")} anywhere
else: the name ${code("harkara")} on the registry is another program's. Variables of the environment are in
[environment.md](environment.md).`,
    table(
      ["for", "command", "what it does"],
      Object.entries(COMMAND_GROUPS).flatMap(([group, grouped]) =>
        Object.entries(grouped).map(([name, { summary }], index) => [
          index === 0 ? group : "",
          `[${code(`harkara ${name}`)}](#harkara-${name})`,
          summary,
        ]),
      ),
    ),
    ...commands.map(([name, { usage }]) => `## harkara ${name}\n\n\`\`\`text\n${usage}\n\`\`\``),
  );
}
