#!/usr/bin/env node
import "./check-node.mjs";

const { main } = await import("../src/cli/harkara.ts");
await main();
