import { isFolder } from "../check.ts";
import { type Command, parseCommand, UsageError } from "../command.ts";
import { contentFolder } from "../places.ts";
import { LISTEN_OPTIONS, listenVariables } from "./listen-variables.ts";

export const serve: Command = {
  summary: "serve a content folder, as npm start does",
  usage: `Usage: harkara serve [folder] [--port number] [--host address]

Serves the feeds and pages of a content folder (default: CONTENT_DIR, or content) and follows it, until SIGTERM or
SIGINT; requests in flight are answered then. All else is set by the variables of the environment: SITE_URL, DATABASE,
PUBLISH_TOKEN, LOG_LEVEL and the others.

  --port number    port to listen on; 0 takes any free port (default: PORT, or 8787)
  --host address   address to listen on; 0.0.0.0 for all (default: HOST, or 127.0.0.1)
  --help           print this

Exit code: 0 stopped by a signal, 1 it cannot serve, 2 usage.`,

  async run(args, io) {
    const { values, positionals } = parseCommand(args, LISTEN_OPTIONS, 1);
    const folder = positionals[0] ?? contentFolder(io);
    const env = listenVariables(io.env, folder, values);
    if (!(await isFolder(folder))) throw new UsageError(`there is no folder ${folder}`);
    // Other commands start sooner without the service.
    const { runService } = await import("../../runtime/node/service/run-service.ts");
    await runService(env);
    return 0;
  },
};
