import { createInterface } from "node:readline";
import { openSqlite } from "../../../src/store/sqlite/open-sqlite.ts";

/** Opens and closes each database whose path it is told, and says how that went. */
process.stdout.write("ready\n");
for await (const path of createInterface({ input: process.stdin })) {
  try {
    openSqlite(path).close();
    process.stdout.write("opened\n");
  } catch (error) {
    process.stdout.write(`${error}\n`);
  }
}
