import { exports } from "cloudflare:workers";
import { suite } from "./suite.ts";

suite("workerd", (path, { host = "worker.example", ...init } = {}) =>
  exports.default.fetch(`http://${host}${path}`, { redirect: "manual", ...init }));
