import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { type IncomingHttpHeaders, request } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "../stores/folder.ts";
import { eventually } from "./eventually.ts";

/** Where Debian has it, as its folder is not in everybody's PATH. */
const PROGRAM = ["nginx", "/usr/sbin/nginx"].find((program) => spawnSync(program, ["-v"]).status === 0);

export const hasNginx = PROGRAM !== undefined;

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export type Get = (path: string, headers?: Readonly<Record<string, string>>, method?: string) => Promise<RawAnswer>;

/** Serves a built folder with nginx and the rules in it. It ends with the test. */
export async function serveWithNginx(root: string): Promise<Get> {
  const folder = await temporaryFolder();
  const port = await freePort();
  const own = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  await mkdir(join(folder, "logs"));
  await writeFile(
    join(folder, "nginx.conf"),
    `${process.getuid?.() === 0 ? "user root; " : ""}daemon off; pid ${folder}/pid; error_log ${folder}/error.log; worker_processes 1; events {}
http {
  access_log off;
  ${own.map((name) => `${name}_temp_path ${folder}/${name};`).join(" ")}
  server { listen 127.0.0.1:${port}; root ${root}; include ${root}/_nginx.conf; }
}
`,
  );
  const child: ChildProcess = spawn(PROGRAM ?? "", ["-p", folder, "-c", join(folder, "nginx.conf")], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  onTestFinished(() => {
    child.kill("SIGQUIT");
  });
  const get = getFrom(port);
  await eventually(() =>
    get("/").then(
      () => true,
      () => false,
    ),
  );
  return get;
}

/** Asks a server on this machine, without decoding anything. */
function getFrom(port: number): Get {
  return (path, headers = {}, method = "GET") =>
    new Promise((resolve, reject) => {
      request({ host: "127.0.0.1", port, path, headers, method }, (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
        );
      })
        .on("error", reject)
        .end();
    });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}
