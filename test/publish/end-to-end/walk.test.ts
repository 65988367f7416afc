import { onD1 } from "./d1.ts";
import { onFolder, onSqlite } from "./node.ts";
import { describeWalk } from "./walk.ts";

describeWalk("a folder", onFolder);
describeWalk("SQLite", onSqlite);
describeWalk("D1, in workerd", onD1);
