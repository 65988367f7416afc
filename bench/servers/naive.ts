// What one writes first: a Hono handler that calls `feed` for each request, behind Hono's etag and compress.
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { compress } from "hono/compress";
import { etag } from "hono/etag";
import { benchArticles, benchSite } from "../support/corpus.ts";
import { feedDocument } from "../support/writers.ts";

const [site, articles] = await Promise.all([benchSite(), benchArticles(Number(process.argv[2]))]);

const app = new Hono();
app.use(compress());
app.use(etag());
app.get("/rss.xml", (context) =>
  context.body(feedDocument(site, articles, "rss", false), 200, {
    "content-type": "application/rss+xml; charset=utf-8",
  }),
);

serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => console.log(`port ${port}`));
