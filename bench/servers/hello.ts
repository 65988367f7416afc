import { serve } from "@hono/node-server";
import { hello } from "./hello-app.ts";

serve({ fetch: hello.fetch, port: Number(process.env.PORT), hostname: "127.0.0.1" });
