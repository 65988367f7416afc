#!/usr/bin/env node
import { existsSync } from "node:fs";

// A clone runs its source. The package holds what is built of it: Node runs no TypeScript below `node_modules`.
const source = new URL("../src/cli/harkara.ts", import.meta.url);
const isClone = existsSync(source);
if (isClone) await import("./check-node.mjs");
const { main } = await import(isClone ? source.href : new URL("../dist/cli.js", import.meta.url).href);
await main();
