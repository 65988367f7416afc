import { harkara } from "@harkara/server";
import { folder } from "@harkara/server/node";
import { serve } from "@hono/node-server";
import { Hono } from "hono";

const port = Number(process.env.PORT ?? 3000);
const site = { title: "The Harbour Post", address: process.env.SITE_URL ?? `http://localhost:${port}/news` };

const app = new Hono();
app.get("/", (context) => context.html('The application’s own page. <a href="/news">News</a>'));
app.route("/news", await harkara({ site, content: folder("content") }));

serve({ fetch: app.fetch, port }, () => console.log(`http://localhost:${port}/news`));
