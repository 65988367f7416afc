import { SOURCE_FORMATS } from "../../../src/source/source.ts";
import { Folder } from "../../../src/store/folder/folder.ts";
import { createFolderWriter } from "../../../src/store/folder/writer/folder-writer.ts";
import { putting, removing, WRITE_TIME } from "../fixtures/drafts.ts";

/** Publishes into a folder without end, and says of each change when it begins and when it is made. */
const [path = "", from = "0"] = process.argv.slice(2);
const folder = new Folder(path, { now: () => WRITE_TIME, skipSettling: true });
await folder.scan();
const writer = await createFolderWriter(folder);
// What reads a format is loaded with its first article, which would take longer than this process lives.
for (const format of SOURCE_FORMATS) await putting("a", { format });
process.stdout.write("ready\n");
for (let version = Number(from); ; version += 1) {
  const slug = `a${version % 3}`;
  const format = SOURCE_FORMATS[Math.floor(version / 3) % 3] ?? "wire";
  const removes = version % 7 === 6;
  const change = removes ? removing(slug) : await putting(slug, { format, headline: `Version ${version}` });
  process.stdout.write(`begins ${slug} ${removes ? "none" : version}\n`);
  await writer.writeChanges([change], WRITE_TIME);
  process.stdout.write(`made ${slug} ${removes ? "none" : version}\n`);
}
