import type { Server } from "node:http";

/** Listens on a free port of the loopback interface and prints which. */
export function listen(server: Server): void {
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    if (typeof address === "object" && address !== null) console.log(`port ${address.port}`);
  });
}
