import { describe, expect, it } from "vitest";
import { sourceTag } from "../../../../src/source/source.ts";
import type { Change } from "../../../../src/store/article-writer.ts";
import { ConflictError, type Database } from "../../../../src/store/sql/database.ts";
import { createSqlStore } from "../../../../src/store/sql/sql-store.ts";
import { createSqlWriter, MAX_SQL_ATTEMPTS } from "../../../../src/store/sql/writer/sql-writer.ts";
import { openSqlite } from "../../../../src/store/sqlite/open-sqlite.ts";
import { audit } from "../../../support/crash/audit.ts";
import { siteOf } from "../../../support/fixtures/content.ts";
import { type Deed, HISTORY_SETTINGS, perform, plainPiece, putOf, writtenAt } from "../../../support/sql/history.ts";
import { dumpOf, failingAt, meddling } from "../../../support/sql/meddling.ts";
import { databasePath } from "../../../support/stores/sqlite.ts";

const SITE = await siteOf({ ...HISTORY_SETTINGS, hubs: ["https://hub.example/"] });
const NOW = writtenAt(1_000);

async function twoOnOneFile() {
  const path = await databasePath();
  const [one, other] = [openSqlite(path), openSqlite(path)];
  const writer = createSqlWriter(other, SITE);
  return {
    path,
    one,
    store: createSqlStore(one, SITE),
    /** What another process does. */
    elsewhere: (...deeds: Deed[]) => perform(writer, deeds, NOW),
    close: () => {
      for (const database of [one, other]) database.close();
    },
  };
}

/** The tag of an article about a ferry. */
const ferry = await sourceTag("json", JSON.stringify({ ...plainPiece("a", 0), word: "ferry" }));

const put = (slug: string, word: string, at = 0): Deed => ({
  kind: "put",
  piece: { ...plainPiece(slug, at), word },
});
const changeOf = (slug: string, word: string, at = 0) => putOf({ ...plainPiece(slug, at), word }, NOW);
const remove = (slug: string) => ({ kind: "remove", slug }) as const;

describe("a write between whose reading and writing another process writes", () => {
  type Case = readonly [
    what: string,
    before: readonly Deed[],
    change: () => Promise<Change>,
    between: readonly (readonly Deed[])[],
    outcome: string,
    word: string | undefined,
  ];
  const cases: readonly Case[] = [
    [
      "creates what was created meanwhile: it is an edit",
      [],
      () => changeOf("a", "tide"),
      [[put("a", "ferry")]],
      "changed",
      "tide",
    ],
    [
      "creates only where nothing is",
      [],
      async () => ({ ...(await changeOf("a", "tide")), absent: true }),
      [[put("a", "ferry")]],
      "failed-precondition",
      "ferry",
    ],
    [
      "edits the version that it knew",
      [put("a", "ferry")],
      async () => ({ ...(await changeOf("a", "tide")), match: [ferry] }),
      [[put("a", "reed")]],
      "failed-precondition",
      "reed",
    ],
    [
      "edits any version",
      [put("a", "ferry")],
      async () => ({ ...(await changeOf("a", "tide")), match: "*" }),
      [[put("a", "reed", 7_000)]],
      "changed",
      "tide",
    ],
    [
      "edits what was removed meanwhile",
      [put("a", "ferry")],
      async () => ({ ...(await changeOf("a", "tide")), match: "*" }),
      [[remove("a")]],
      "failed-precondition",
      undefined,
    ],
    [
      "puts what was removed meanwhile",
      [put("a", "ferry")],
      () => changeOf("a", "tide"),
      [[remove("a")]],
      "created",
      "tide",
    ],
    [
      "creates what was there and gone meanwhile",
      [],
      () => changeOf("a", "tide"),
      [[put("a", "ferry")], [remove("a")]],
      "created",
      "tide",
    ],
    [
      "edits what moved away and back meanwhile",
      [put("a", "ferry")],
      () => changeOf("a", "tide"),
      [
        [put("a", "ferry", 9_000), put("b", "reed")],
        [put("c", "reed"), put("a", "ferry")],
      ],
      "changed",
      "tide",
    ],
    [
      "removes what was edited meanwhile",
      [put("a", "ferry")],
      async () => remove("a"),
      [[put("a", "reed", 5_000)]],
      "removed",
      undefined,
    ],
    [
      "removes what was removed meanwhile",
      [put("a", "ferry")],
      async () => remove("a"),
      [[remove("a")]],
      "absent",
      undefined,
    ],
    ["puts what was put meanwhile", [], () => changeOf("a", "tide"), [[put("a", "tide")]], "same", "tide"],
  ];
  it.each(cases)("%s", async (_, before, change, between, kind, word) => {
    const { path, one, store, elsewhere, close } = await twoOnOneFile();
    for (const deed of before) await elsewhere(deed);
    const { database, attempts } = meddling(one, async (attempt) => {
      if (attempt === 1) for (const deeds of between) await elsewhere(...deeds);
    });
    const [outcome] = await createSqlWriter(database, SITE).writeChanges([await change()], NOW);
    expect(outcome?.kind).toBe(kind);
    expect(attempts()).toBe(2);
    expect((await store.article("a", NOW))?.html).toBe(word && `<p>About a ${word}.</p>`);
    if (word !== undefined) {
      expect(await store.removed("a")).toBeUndefined();
      expect((await store.newestPage({ scope: { kind: "all" }, limit: 9, now: NOW }))?.removals).toEqual([]);
    }
    expect(await audit(path)).toEqual([]);
    close();
  });

  it("is not made over when others are changed meanwhile", async () => {
    const { one, elsewhere, close } = await twoOnOneFile();
    const { database, attempts } = meddling(one, async (attempt) => {
      await elsewhere(put(`other-${attempt}`, "reed"));
    });
    await createSqlWriter(database, SITE).writeChanges([await changeOf("a", "tide")], NOW);
    expect(attempts()).toBe(1);
    close();
  });

  it("rejects, and changes nothing, when that happens again and again", async () => {
    const { path, one, store, elsewhere, close } = await twoOnOneFile();
    const { database, attempts } = meddling(one, async (attempt) => {
      await elsewhere(put("a", `reed${attempt}`));
    });
    const writer = createSqlWriter(database, SITE);
    await expect(writer.writeChanges([await changeOf("a", "tide"), await changeOf("b", "tide")], NOW)).rejects.toThrow(
      ConflictError,
    );
    expect(attempts()).toBe(MAX_SQL_ATTEMPTS);
    expect((await store.article("a", NOW))?.html).toContain(`reed${MAX_SQL_ATTEMPTS}`);
    expect(await store.article("b", NOW)).toBeUndefined();
    expect(await audit(path)).toEqual([]);
    close();
  });
});

describe("a write that fails at one of its statements", () => {
  it("leaves the database as it was, whichever it is, and the same write succeeds after it", async () => {
    const { path, one, elsewhere, close } = await twoOnOneFile();
    await elsewhere(put("edited", "ferry"), put("moved", "ferry"), put("gone", "ferry"), put("back", "ferry"));
    await elsewhere(remove("back"));
    const changes: Change[] = [
      await changeOf("edited", "tide"),
      await changeOf("moved", "tide", 90_000),
      remove("gone"),
      await changeOf("back", "tide"),
      await changeOf("new", "tide"),
    ];
    const before = dumpOf(path);
    expect(before.outbox).not.toEqual([]);
    let count = 1;
    for (let index = 0; index < count; index += 1) {
      const failing: Database = failingAt(one, index, (statements) => {
        count = statements;
      });
      await expect(createSqlWriter(failing, SITE).writeChanges(changes, NOW)).rejects.toThrow(/no such table: nowhere/);
      expect(dumpOf(path)).toEqual(before);
    }
    expect(count).toBeGreaterThan(20);
    const outcomes = await createSqlWriter(one, SITE).writeChanges(changes, NOW);
    expect(outcomes.map(({ kind }) => kind)).toEqual(["changed", "changed", "removed", "created", "created"]);
    const after = dumpOf(path);
    for (const table of ["replaced_entries", "changed_pages", "preconditions"]) expect(after[table]).toEqual([]);
    expect(after.outbox).not.toEqual(before.outbox);
    expect(await audit(path)).toEqual([]);
    close();
  });
});
