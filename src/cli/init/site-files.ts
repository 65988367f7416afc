import { isLoopbackHost } from "../../http/loopback.ts";
import { VERSION } from "../../lib/version.ts";
import type { Answers } from "./answers.ts";

/** The package as it is installed. */
const PACKAGE = "@harkara/server";

/** Of the Workers runtime: the day whose behaviour was tested, as in this project's own `wrangler.toml`. */
const COMPATIBILITY_DATE = "2026-10-15";

/** The settings of a new site. Ids must outlive an address, so what they are made of is written down with the first real one. */
export function siteJson({ title, address, language, timeZone }: Answers, today: string): string {
  const { host, hostname } = new URL(address);
  const ids = isLoopbackHost(host) ? {} : { authority: hostname, authoritySince: today };
  const $schema = `../node_modules/${PACKAGE}/src/site/site.schema.json`;
  return json({ $schema, title, address, language, timeZone, ...ids });
}

/** The files of a site beside its content, by their paths. @param name of the package and of the Worker */
export function projectFiles(name: string): Readonly<Record<string, string>> {
  return {
    "package.json": json({
      name,
      private: true,
      type: "module",
      scripts: {
        dev: "harkara dev",
        start: "harkara serve",
        check: "harkara check",
        build: "harkara build --out public",
        bundle: "harkara bundle",
        deploy: "npx wrangler@4 deploy",
      },
      dependencies: { [PACKAGE]: `^${VERSION}` },
    }),
    "worker.js": `import worker from "${PACKAGE}/worker";\n\nexport default worker;\n`,
    "wrangler.toml": wranglerToml(name),
    ".gitignore": GITIGNORE,
    "README.md": readme(name),
  };
}

/** Two articles, one in each of the formats that people write, by their paths in the content folder. @param time now */
export function firstArticles(time: string): Readonly<Record<string, string>> {
  return {
    "articles/welcome.txt": `Published ${time}
Welcome
The first article of this site is a text file.
- News
It is content/articles/welcome.txt. Its first line says when it was published, the second is the headline, the third sums it up. A line that begins with a hyphen names a category.
Write the next one with: npx harkara new "Headline". The feeds have a file within a second after it was saved.
`,
    "articles/in-markdown.md": `---
headline: Articles can be Markdown
published: ${time}
standfirst: With front matter for all that is not text.
categories: [News]
---

The name of a file is the last part of its article's address. Do not rename a published one; delete it, and its page says
that it is gone.

- **Faults** are named by \`npm run check\`, with file, line and remedy.
- **Drafts** have \`draft: true\` in the front matter, and are in no feed.
`,
  };
}

function wranglerToml(name: string): string {
  return `name = "${name}"
main = "worker.js"
compatibility_date = "${COMPATIBILITY_DATE}"
send_metrics = false
minify = true
keep_names = false
upload_source_maps = true

# A domain of your own:
# routes = [{ pattern = "news.example.org", custom_domain = true }]

# Reads the content folder ahead, so that the Worker starts with parsed articles.
[build]
command = "npm run --silent bundle"
watch_dir = ["content"]

[alias]
"harkara:content" = "./build/content.json"

# The cache in front of the Worker: most polls never reach it.
[cache]
enabled = true
`;
}

const GITIGNORE = `node_modules/
build/
public/
.wrangler/
.dev.vars

# In the content folder; other hidden files there are to be kept with the articles.
.harkara-versions.sqlite-shm
.harkara-versions.sqlite-wal
.harkara-accepted-removals
.harkara-lock.json
.harkara-tokens.json
.harkara-*.tmp
`;

function readme(name: string): string {
  return `# ${name}

Feeds and pages of the articles in \`content/articles\`, by [Harkara](https://www.npmjs.com/package/${PACKAGE}).

| command | what it does |
| --- | --- |
| \`npm install\` | installs Harkara |
| \`npm run dev\` | serves the site to you while you write, and names faults as they come |
| \`npx harkara new "Headline"\` | writes the file of a new article |
| \`npm run check\` | names every fault |
| \`npm start\` | serves the site on a machine of your own |
| \`npm run build\` | writes the site as files into \`public\`, for any web server |
| \`npm run deploy\` | deploys it to Cloudflare Workers |
| \`npx harkara doctor --url https://…\` | checks what is deployed, and says what to do |
| \`npm update ${PACKAGE}\` | brings a newer Harkara |

The settings are in \`content/site.json\`. Before the first article goes out, see that \`address\` is the one at which people
reach the site: links and ids are made of it.

\`npx harkara --help\` lists all commands.
`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
