import { runService } from "./runtime/node/service/run-service.ts";

await runService(process.env);
