import { articles, harkara } from "@harkara/server";

const site = { title: "The Harbour Post", address: "http://localhost:8000/news" };

/** Stands for the application's own database or API. */
async function readPosts() {
  return [
    {
      slug: "ports-clear-their-decks",
      headline: "Ports on the west coast clear their decks",
      published: new Date("2025-03-31T17:35:00Z"),
      html: "<p>Harbour masters asked shipping agents on Monday to move open cargo under cover.</p>",
    },
  ];
}

const news = await harkara({ site, content: articles(readPosts) });

// What Deno (`deno serve app.js`), Bun (`bun app.js`) and Workers take.
export default {
  /** @param {Request} request */
  fetch(request) {
    const { pathname } = new URL(request.url);
    return pathname.startsWith("/news") ? news.fetch(request) : new Response("The application’s own page.");
  },
};
