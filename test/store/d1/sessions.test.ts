import { describe, expect, it } from "vitest";
import { type D1Binding, openD1 } from "../../../src/store/d1/open-d1.ts";
import { createSqlStore } from "../../../src/store/sql/sql-store.ts";
import { createSqlWriter } from "../../../src/store/sql/writer/sql-writer.ts";
import { NOW, siteOf } from "../../support/fixtures/content.ts";

const SITE = await siteOf({ categories: { India: {} } });
const STATEMENT = { sql: "SELECT 1", values: [] };

type Session = ReturnType<D1Binding["withSession"]>;
type Statement = ReturnType<Session["prepare"]>;

/**
 * A binding that has nothing stored and notes how each session began; batches end as they are told to.
 * @param seen the bookmarks that reads come to, one after the other; where there is none they tell of none
 */
function noting(seen: string[] = []) {
  const constraints: string[] = [];
  const ends: ((bookmark: string) => void)[] = [];
  const session = (constraint: string): Session => {
    constraints.push(constraint);
    let reached = "";
    const all = async () => {
      reached = seen.shift() ?? reached;
      return { results: [] };
    };
    const statement: Statement = { bind: () => statement, all };
    return {
      prepare: () => statement,
      batch: () =>
        new Promise<void>((end) => {
          ends.push((bookmark) => {
            reached = bookmark;
            end();
          });
        }),
      getBookmark: () => reached,
    };
  };
  const database = openD1({ ...session(""), withSession: session });
  constraints.length = 0;
  return { database, constraints, ends };
}

describe("on D1", () => {
  it("polls may be answered by the nearest replica", async () => {
    const { database, constraints } = noting();
    await createSqlStore(database, SITE).newestPage({
      scope: { kind: "category", slug: "india" },
      limit: 5,
      now: NOW,
    });
    expect(constraints).toEqual(["first-unconstrained"]);
  });

  it("a change is judged by the newest state, which no replica may have yet", async () => {
    const { database, constraints } = noting();
    expect(await createSqlWriter(database, SITE).writeChanges([{ kind: "remove", slug: "a" }], NOW)).toEqual([
      { kind: "absent", tag: "", scopes: [] },
    ]);
    expect(await createSqlWriter(database, SITE).source("a")).toBeUndefined();
    expect(constraints).toEqual(["first-primary", "first-primary"]);
  });

  it("reads after a write never go back behind it, though an earlier one is answered later", async () => {
    const { database, constraints, ends } = noting();
    const writes = [database.batch([STATEMENT]), database.batch([STATEMENT])];
    ends[1]?.("00000002-b");
    await writes[1];
    ends[0]?.("00000001-a");
    await writes[0];
    constraints.length = 0;
    await database.reader()(STATEMENT);
    await database.search(STATEMENT);
    expect(constraints).toEqual(["00000002-b", "00000002-b"]);
  });

  it("no read goes back behind what another one saw, so that between two looks at one state nothing else is read", async () => {
    const { database, constraints } = noting(["00000003-a", "00000002-z", "00000004-a"]);
    for (let count = 0; count < 4; count += 1) await database.reader()(STATEMENT);
    expect(constraints).toEqual(["first-unconstrained", "00000003-a", "00000003-a", "00000004-a"]);
  });

  it("where a write does not tell how far it came, only the primary is asked, whatever older reads tell", async () => {
    const { database, constraints, ends } = noting(["00000001-a", "00000002-a"]);
    await database.reader()(STATEMENT);
    const [older, write] = [database.reader(), database.batch([STATEMENT])];
    ends[0]?.("");
    await write;
    await older(STATEMENT);
    constraints.length = 0;
    await database.reader()(STATEMENT);
    const next = database.batch([STATEMENT]);
    ends[1]?.("00000005-a");
    await next;
    await database.reader()(STATEMENT);
    expect(constraints).toEqual(["first-primary", "first-primary", "00000005-a"]);
  });
});
