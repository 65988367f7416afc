import { Hono } from "hono";

/** The least that the framework can do. */
export const hello = new Hono();
hello.get("/rss.xml", (context) => context.text("hello"));

/** Read as a Worker's entry point, it is one. */
export default hello;
