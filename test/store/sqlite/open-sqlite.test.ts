import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { createSqlStore } from "../../../src/store/sql/sql-store.ts";
import { createSqlWriter } from "../../../src/store/sql/writer/sql-writer.ts";
import { openSqlite } from "../../../src/store/sqlite/open-sqlite.ts";
import { audit } from "../../support/crash/audit.ts";
import { siteOf } from "../../support/fixtures/content.ts";
import { Service, startService } from "../../support/services/service.ts";
import { HISTORY_SETTINGS, perform, plainPiece, writtenAt } from "../../support/sql/history.ts";
import { SCHEMA, schemaText } from "../../support/sql/schema.ts";
import { articleText, contentFolder } from "../../support/stores/folder.ts";
import { databasePath } from "../../support/stores/sqlite.ts";
import { amount } from "../../support/sweep.ts";

const SITE = await siteOf(HISTORY_SETTINGS);
const NOW = writtenAt(1);

/** Ends with 0 when it could write an article into a file, which may not be there yet. */
const WRITER = `
import { openSqlite } from "./src/store/sqlite/open-sqlite.ts";
const [path, slug] = process.argv.slice(1);
process.stdin.once("data", async () => {
  const database = openSqlite(path);
  await database.batch([{ sql: "INSERT INTO state (name, value) VALUES (?1, 'there')", values: [slug] }]);
  database.close();
  process.exit(0);
});
process.stdout.write("ready");
`;

describe("a database file", () => {
  it("that is not there is made, and opened again it has what was acknowledged", async () => {
    const path = await databasePath();
    const first = openSqlite(path);
    await perform(createSqlWriter(first, SITE), [{ kind: "put", piece: plainPiece("a", 0) }], NOW);
    first.close();
    for (let time = 0; time < 3; time += 1) {
      const again = openSqlite(path);
      expect((await createSqlStore(again, SITE).article("a", NOW))?.slug).toBe("a");
      again.close();
    }
    const plain = new DatabaseSync(path);
    expect(plain.prepare("PRAGMA user_version").get()).toEqual({ user_version: 3 });
    expect(plain.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
    plain.close();
    expect(await audit(path)).toEqual([]);
  });

  it("has the tables that are written down, as D1 does", async () => {
    const path = await databasePath();
    openSqlite(path).close();
    const database = new DatabaseSync(path, { readOnly: true });
    const rows = database.prepare(SCHEMA).all();
    database.close();
    await expect(schemaText(rows)).toMatchFileSnapshot("../sql/schema.sql");
  });

  it("that many processes open at once while it is not there is made once, and all of them can write", async () => {
    for (let round = 0; round < amount(2, 4); round += 1) {
      const path = await databasePath();
      const children = Array.from({ length: 4 }, (_, index) =>
        spawn(process.execPath, ["--input-type=module", "-e", WRITER, path, `note-${index}`], {
          stdio: ["pipe", "pipe", "pipe"],
        }),
      );
      const errors: string[] = [];
      for (const child of children) child.stderr.setEncoding("utf8").on("data", (text: string) => errors.push(text));
      await Promise.all(children.map((child) => once(child.stdout, "data")));
      const ends = children.map((child) => once(child, "close"));
      for (const child of children) child.stdin.write("go");
      expect(
        (await Promise.all(ends)).map(([code]) => code),
        errors.join(""),
      ).toEqual([0, 0, 0, 0]);
      const database = new DatabaseSync(path);
      expect(database.prepare("SELECT name FROM state ORDER BY name").all()).toHaveLength(4);
      expect(database.prepare("SELECT count(*) AS n FROM collections").get()).toEqual({ n: 1 });
      database.close();
    }
  }, 60_000);
});

describe("the service does not start, names DATABASE and ends with 1, when it", () => {
  const failing = async (path: string) => {
    const folder = await contentFolder({});
    const service = new Service(folder, { DATABASE: path });
    const { code } = await service.ended();
    return { code, errors: service.errors };
  };
  const cases: readonly (readonly [what: string, make: (path: string) => unknown, says: RegExp])[] = [
    [
      "is of a newer version",
      (path) => {
        openSqlite(path).close();
        const database = new DatabaseSync(path);
        database.exec("PRAGMA user_version = 99");
        database.close();
      },
      /newer version of Harkara/,
    ],
    [
      "is no database",
      (path) => writeFile(path, "This is a text and no database at all.\n".repeat(100)),
      /not a database/,
    ],
    ["is a folder", (path) => mkdir(path), /unable to open|is a directory|cannot be opened/],
    ["is in a folder that is not there", () => undefined, /unable to open|cannot be opened/],
    [
      "is cut off",
      async (path) => {
        openSqlite(path).close();
        await writeFile(path, (await readFile(path)).subarray(0, 5_000));
      },
      /malformed|not a database/,
    ],
    [
      "is a database of something else",
      (path) => {
        const database = new DatabaseSync(path);
        database.exec("CREATE TABLE articles (title TEXT)");
        database.close();
      },
      /already exists/,
    ],
  ];
  it.each(cases)("%s", async (what, make, says) => {
    const path = await databasePath();
    await make(path);
    const requested = what.includes("not there") ? `${dirname(path)}/nothing/articles.db` : path;
    const { code, errors } = await failing(requested);
    expect(errors).toMatch(says);
    expect(errors).toContain(`the database ${requested} cannot be opened:`);
    expect(errors).toMatch(/^.+\. DATABASE says where it is\.$/m);
    expect(errors).not.toContain("    at ");
    expect(errors.trim().split("\n")).toHaveLength(2);
    expect(code).toBe(1);
  });
});

it("a database that may not be written to is not opened, and its bytes stay as they are", async () => {
  const path = await databasePath();
  openSqlite(path).close();
  const before = await readFile(path);
  await chmod(path, 0o444);
  await chmod(dirname(path), 0o555);
  const asNobody = `
    if (process.getuid() === 0) process.setuid(65534);
    const { openSqlite } = await import("./src/store/sqlite/open-sqlite.ts");
    try { openSqlite(${JSON.stringify(path)}); process.stdout.write("opened"); }
    catch (error) { process.stdout.write(error.message); }
  `;
  const child = spawn(process.execPath, ["--input-type=module", "-e", asNobody], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  await once(child, "close");
  await chmod(dirname(path), 0o755);
  expect(said).toMatch(/readonly|unable to open/);
  expect(await readFile(path)).toEqual(before);
});

it("the service serves a database that it makes, and again after a restart", async () => {
  const path = await databasePath();
  const folder = await contentFolder({ unused: articleText("A") });
  for (let time = 0; time < 2; time += 1) {
    const service = await startService(folder, { DATABASE: path });
    expect(service.greeting).toContain(" with 0 articles, ");
    expect((await service.fetch("/readyz")).status).toBe(200);
    expect(await service.stop()).toEqual({ code: 0, signal: null });
  }
});
