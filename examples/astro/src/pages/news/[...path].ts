import { articles, harkara } from "@harkara/server";
import type { APIRoute } from "astro";
import { readPosts } from "../../posts.ts";

// What is polled is made when it is asked for.
export const prerender = false;

const site = { title: "The Harbour Post", address: "https://example.org/news" };
const news = await harkara({ site, content: articles(readPosts) });

export const ALL: APIRoute = ({ request }) => news.fetch(request);
