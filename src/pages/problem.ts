import { layout, markup } from "./layout.ts";

/**
 * An error as a page.
 * @param home path of the front page
 */
export function problemPage(title: string, detail: string, home: string): string {
  const main = markup`<main>
<h1>${title}</h1>
<p>${detail}</p>
<p><a href="${home}">All feeds</a></p>
</main>`;
  return layout({ title, language: "en", main });
}
