import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, onPath, start, stop } from "../support/children.ts";
import { fetchRaw, type Reply } from "../support/client.ts";

export interface Nginx {
  readonly url: string;
  readonly end: () => Promise<void>;
}

/** Starts one process of nginx that serves a gzipped document from a file, with its other headers. */
export async function startNginx({ headers, body }: Reply): Promise<Nginx | undefined> {
  const program = onPath("nginx");
  if (program === undefined) return undefined;
  const folder = await mkdtemp(join(tmpdir(), "harkara-nginx-"));
  // Started by root, it reads as another user.
  await chmod(folder, 0o755);
  await writeFile(join(folder, "rss.xml.gz"), body);
  const port = await freePort();
  const added = ADDED.flatMap((name) => {
    const value = headers[name];
    return value === undefined ? [] : [`add_header ${name} '${value}';`];
  });
  await writeFile(
    join(folder, "nginx.conf"),
    `daemon off; worker_processes 1; pid ${folder}/pid; error_log stderr error;
    events { worker_connections 256; }
    http {
      access_log off; keepalive_requests 1000000000; sendfile on; tcp_nopush on; open_file_cache max=16;
      ${TEMPORARY.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(" ")}
      types { } default_type "${headers["content-type"]}";
      server {
        listen 127.0.0.1:${port}; root ${folder};
        gzip_static always; ${added.join(" ")}
      }
    }`,
  );
  const child = start(program, ["-e", "stderr", "-p", folder, "-c", join(folder, "nginx.conf")]);
  const url = `http://127.0.0.1:${port}/rss.xml`;
  const end = async () => {
    // Killed, the process that starts the others would leave them behind.
    child.kill("SIGTERM");
    await new Promise((after) => setTimeout(after, 200));
    await stop(child);
    await rm(folder, { recursive: true, force: true });
  };
  const deadline = performance.now() + 5_000;
  for (;;) {
    try {
      await fetchRaw(url);
      return { url, end };
    } catch (error) {
      if (performance.now() > deadline) {
        await end();
        throw error;
      }
      await new Promise((after) => setTimeout(after, 20));
    }
  }
}

/** Headers that nginx does not write by itself. */
const ADDED = [
  "x-content-type-options",
  "referrer-policy",
  "access-control-allow-origin",
  "access-control-expose-headers",
  "vary",
  "link",
  "cache-control",
];

const TEMPORARY = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
