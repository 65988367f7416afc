import { readdir } from "node:fs/promises";
import { onD1 } from "./d1.ts";
import { describeHostile, type Watched } from "./hostile.ts";
import { CONTENT, type NodePlace, onFolder, onSqlite } from "./node.ts";

/** A place on Node with a look at the files around it: all but articles, and what the service notes of its own. */
async function watched(place: NodePlace): Promise<Watched> {
  const own = [`${CONTENT}/articles/`, `${CONTENT}/.harkara`];
  const outside = async () => {
    const files = await readdir(place.root, { recursive: true });
    return files.filter((file) => !own.some((prefix) => file.startsWith(prefix))).sort();
  };
  return { ...place, outside };
}

describeHostile("a folder", async () => watched(await onFolder()));
describeHostile("SQLite", async () => watched(await onSqlite()));
describeHostile("D1, in workerd", async () => ({ ...(await onD1()), outside: async () => [] }));
