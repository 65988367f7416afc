import { defineConfig } from "tsdown";

/** It finds the migrations from where it lies: built, it lies as deep as its source. */
const BESIDE_FILES = "store/sqlite/open-sqlite.ts";

// The package as it is published. Development runs the TypeScript itself; only `npm run build` needs this.
export default defineConfig({
  entry: {
    index: "src/index.ts",
    node: "src/node.ts",
    worker: "src/bundle-worker.ts",
    cli: "src/cli/harkara.ts",
    server: "src/server.ts",
  },
  format: "esm",
  target: "node20",
  platform: "node",
  fixedExtension: false,
  tsconfig: "tsconfig.build.json",
  dts: true,
  sourcemap: true,
  logLevel: "warn",
  deps: { neverBundle: [/^cloudflare:/, /^harkara:/] },
  // Of these one function each is used, and they would be half of what is installed.
  copy: ["date-fns", "date-fns-tz"].map((name) => ({
    from: `node_modules/${name}/LICENSE.md`,
    to: "dist/licences",
    rename: `${name}.md`,
  })),
  outputOptions: {
    chunkFileNames: ({ moduleIds }) =>
      moduleIds.some((id) => id.endsWith(BESIDE_FILES)) ? "store/sqlite/[name]-[hash].js" : "[name]-[hash].js",
  },
});
