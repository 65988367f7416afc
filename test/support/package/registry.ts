import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import own from "../../../package.json" with { type: "json" };
import { afterFile } from "../after-file.ts";

/** A registry that has the package of this project and no other. */
export interface Registry {
  readonly address: string;
  readonly publish: (version: string, tarball: string) => Promise<void>;
}

/** Starts a registry on any free port. */
export async function startRegistry(): Promise<Registry> {
  const tarballs = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const [, version = ""] = /\/([^/]+)[.]tgz$/.exec(request.url ?? "") ?? [];
    const tarball = tarballs.get(version);
    if (tarball !== undefined) return response.end(tarball);
    response.setHeader("cache-control", "no-store");
    if (decodeURIComponent(request.url ?? "") !== `/${own.name}`) return response.writeHead(404).end();
    const { name, bin, dependencies, engines, exports, type } = own;
    const versions = [...tarballs].map(([each, bytes]) => {
      const shasum = createHash("sha1").update(bytes).digest("hex");
      const dist = { tarball: `${address}/${each}.tgz`, shasum };
      return [each, { name, version: each, bin, dependencies, engines, exports, type, dist }];
    });
    return response.end(
      JSON.stringify({
        name,
        "dist-tags": { latest: [...tarballs.keys()].at(-1) },
        versions: Object.fromEntries(versions),
      }),
    );
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  afterFile(() => {
    server.close();
    server.closeAllConnections();
  });
  return { address, publish: async (version, tarball) => void tarballs.set(version, await readFile(tarball)) };
}
