import type { Variables } from "../../lib/environment/read-variable.ts";
import { isPort } from "../../runtime/node/environment.ts";
import { UsageError } from "../command.ts";

/** What commands that serve take on the command line. */
export const LISTEN_OPTIONS = { port: { type: "string" }, host: { type: "string" } } as const;

/**
 * The environment with what the command line says in place of its variables, and of the files that these name.
 * @throws UsageError
 */
export function listenVariables(
  env: Variables,
  folder: string,
  { port, host }: { readonly port?: string | undefined; readonly host?: string | undefined },
): Variables {
  if (port !== undefined && !isPort(port)) throw new UsageError("--port must be a number from 0 to 65535");
  if (host?.trim() === "") throw new UsageError("--host is empty");
  return {
    ...env,
    ...{ CONTENT_DIR: folder, CONTENT_DIR_FILE: undefined },
    ...(port !== undefined && { PORT: port, PORT_FILE: undefined }),
    ...(host !== undefined && { HOST: host, HOST_FILE: undefined }),
  };
}
