import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import type { Fault } from "../../lib/fault.ts";
import { type ContentSource, ContentSourceError } from "../../runtime/node/content-source.ts";
import { readEnvironment } from "../../runtime/node/environment.ts";
import { newFaults } from "../../store/folder/folder-watcher.ts";
import { isFolder } from "../check.ts";
import { type Command, type Io, parseCommand, UsageError, writeFaults } from "../command.ts";
import { contentFolder } from "../places.ts";
import { LISTEN_OPTIONS, listenVariables } from "./listen-variables.ts";

export const dev: Command = {
  summary: "serve a content folder while you write, with its faults as they come",
  usage: `Usage: harkara dev [folder] [--port number] [--host address]

Serves a content folder (default: CONTENT_DIR, or content) to this machine until it is interrupted, and follows it. Each
fault and each draft is printed as it comes, as file:line:column code message, with what to do below. All links lead to
the address that it prints, in place of the one in site.json, unless SITE_URL is set. Nothing is written into the
folder, no hub is told, and DATABASE is not looked at.

  --port number    port to listen on; 0 takes any free port (default: PORT, or 8787)
  --host address   address to listen on; 0.0.0.0 for all (default: HOST, or 127.0.0.1)
  --help           print this

Exit code: 0 interrupted, 1 it cannot serve, 2 usage.`,

  async run(args, io) {
    const { values, positionals } = parseCommand(args, LISTEN_OPTIONS, 1);
    const folder = positionals[0] ?? contentFolder(io);
    const reading = readEnvironment(listenVariables(io.env, folder, values));
    if ("faults" in reading) throw new UsageError(reading.faults.join("; "));
    if (!(await isFolder(folder))) throw new UsageError(`there is no folder ${folder}`);
    const { host, port, siteUrl } = reading.environment;
    let source: ContentSource | undefined;
    const server = await createDevServer(() => source, io);
    try {
      await listen(server, port, host);
      const { greetingOf, localAddress } = await import("../../runtime/node/greeting.ts");
      const listening = { host, port: (server.address() as AddressInfo).port, place: folder };
      const address = siteUrl ?? localAddress(host, listening.port);
      const interrupt = io.interrupt?.();
      source = await openSource(folder, address, io);
      io.out(await greetingOf(listening, source.content(), io.now()));
      io.out(`Its feeds: ${address}/feeds, its state: ${address}/status. Interrupt it (Ctrl+C) to end it.`);
      if (interrupt?.aborted === false) await once(interrupt, "abort");
      return 0;
    } catch (error) {
      if (!(error instanceof ContentSourceError)) throw error;
      for (const line of [error.message, ...error.lines]) io.err(line);
      return 1;
    } finally {
      server.close();
      server.closeAllConnections();
      await source?.stop();
    }
  },
};

async function createDevServer(source: () => ContentSource | undefined, io: Io): Promise<Server> {
  const { createServiceServer } = await import("../../runtime/node/service/service-server.ts");
  const { createLog } = await import("../../telemetry/log.ts");
  const { untimedLines } = await import("../../telemetry/log-lines.ts");
  const { createRedactor } = await import("../../telemetry/redact.ts");
  const { HubHealth } = await import("../../websub/hub-health.ts");
  const log = createLog("warn", io.err);
  return createServiceServer({
    source,
    tokens: () => [],
    health: new HubHealth(log),
    onPublished() {},
    redact: createRedactor(undefined),
    now: io.now,
    log: {
      ...log,
      // A page asks for much that is there; what is not is a mistake in a text, or in the program.
      request(record) {
        if (record.status >= 400)
          io.err(untimedLines.message("warn", `${record.method} ${record.path} ${record.status}`));
      },
    },
  });
}

/** @throws ContentSourceError */
async function listen(server: Server, port: number, host: string): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    throw new ContentSourceError((error as Error).message, ["--port and --host say where to listen."]);
  }
}

/** @throws ContentSourceError */
async function openSource(folder: string, address: string, io: Io): Promise<ContentSource> {
  const { openFolderSource } = await import("../../runtime/node/folder-source.ts");
  const { createLog } = await import("../../telemetry/log.ts");
  return openFolderSource({
    path: resolve(folder),
    siteUrl: address,
    readOnly: true,
    now: io.now,
    log: { ...createLog("warn", io.err), info: io.out },
    onPublished() {},
    onFaults: (faults, previous) => tellFaults(folder, faults, previous, io),
  });
}

/** Prints what became wrong, and which files became right. */
function tellFaults(folder: string, faults: readonly Fault[], previous: readonly Fault[], io: Io): void {
  writeFaults(folder, newFaults(faults, previous), io.err);
  const faulty = new Set(faults.map(({ file }) => file));
  const mended = new Set(previous.map(({ file }) => file).filter((file) => !faulty.has(file)));
  for (const file of mended) io.out(`${join(folder, file)}: mended`);
}
