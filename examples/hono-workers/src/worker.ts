import { articles, harkara } from "@harkara/server";
import { Hono } from "hono";
import { readPosts } from "./posts.ts";

const site = { title: "The Harbour Post", address: "https://example.org/news" };

const app = new Hono();
app.get("/", (context) => context.html('The application’s own page. <a href="/news">News</a>'));
app.route("/news", await harkara({ site, content: articles(readPosts) }));

export default app;
