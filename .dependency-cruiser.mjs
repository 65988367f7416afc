/*
 * Which room of `src` may import which, checked by `npm run lint`. A room imports rooms below it and never one above.
 * docs/architecture.md draws the same order.
 */

/** The rooms from the top to the bottom, each with the reason why nothing below it may import it. */
export const ROOMS = [
  ["cli", "commands are for people at a terminal, and one of them is the service; the service must start without them"],
  ["runtime", "what only Node or only Workers has is put together here; everything below runs on both"],
  ["library", "an application embeds the app; the app must not know who serves it"],
  ["build", "a build writes what the app would answer; nothing that answers needs a build"],
  ["app.ts", "the app is what runtimes serve; a room that needs it would need every route"],
  ["routes", "routes decide what an address answers; what they answer with must not know addresses of the app"],
  ["pages", "HTML is one view of the articles; feeds, stores and the API must work without it"],
  ["publish", "the publishing API writes to stores; stores must not know who asked"],
  ["backup", "a backup copies what a store keeps; no store may depend on being copied"],
  ["export", "an export reads a site through the ports of transfer; nothing serves from an export"],
  ["import", "importers know other programs' formats; the service itself only knows its own"],
  ["transfer", "moving articles in and out is a job for commands; a poll must not load it"],
  ["telemetry", "what is counted and logged must not change what is served"],
  ["websub", "notices follow a publication; a publication must not wait for hubs"],
  ["feed", "feeds are made of what a store answers; a store must not know formats"],
  ["store", "stores keep articles under a site's settings; settings and sources are read without one"],
  ["site", "settings and addresses are needed by all above; to read an article they are handed in"],
  ["search", "queries are matched against articles; an article must not know that it is searched"],
  ["source", "stored text becomes an article here; the article itself must not know its source"],
  ["article", "the model that all speak: it depends on nothing but the library"],
  ["http", "RFC 9110 and 9111 as functions: they know nothing of feeds"],
  ["lib", "small things without a room; they must be of use to any of them"],
];

const pathOf = (room) => (room.endsWith(".ts") ? `^src/${room}$` : `^src/${room}/`);

const layers = ROOMS.slice(1).map(([room], index) => ({
  name: `${room.replace(".ts", "")}-imports-only-below`,
  comment: ROOMS.slice(0, index + 1)
    .map(([above, reason]) => `${above}: ${reason}`)
    .join("; "),
  severity: "error",
  from: { path: pathOf(room) },
  to: {
    path: [
      ...ROOMS.slice(0, index + 1).map(([above]) => pathOf(above)),
      "^src/(?:index|node|server|(?:bundle-)?worker)[.]ts$",
    ],
  },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ...layers,
    {
      name: "no-cycles",
      comment: "files that import each other can only be understood together; types count as well",
      severity: "error",
      from: { path: "^src/" },
      to: { circular: true },
    },
    {
      name: "node-apart-from-worker",
      comment: "what one platform has breaks the other one's bundle",
      severity: "error",
      from: { path: "^src/(?:library/|index[.]ts$|runtime/worker/|(?:bundle-)?worker[.]ts$)" },
      to: { path: "^src/(?:runtime/node|cli|store/(?:folder|sqlite)|transfer|import|export|backup|build)/" },
    },
    {
      name: "worker-apart-from-node",
      comment: "what one platform has breaks the other one's start",
      severity: "error",
      from: { path: "^src/(?:runtime/node|cli)/|^src/(?:node|server)[.]ts$" },
      to: { path: "^src/(?:runtime/worker|store/d1)/" },
    },
    {
      name: "one-truth-for-time",
      comment: "local times become UTC in one place: whoever converts elsewhere gets another answer for clock changes",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/source/time/" },
      to: { path: "date-fns" },
    },
    {
      name: "feed-writes-entries",
      comment: "the package `feed` needs its inputs cleaned; only the formats know how",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/feed/formats/" },
      to: { path: "node_modules/feed/" },
    },
    {
      name: "no-orphans",
      comment: "a file that nothing imports is dead, unless it is an entry",
      severity: "error",
      from: { orphan: true, path: "^src/", pathNot: "[.]d[.]ts$" },
      to: {},
    },
  ],
  options: {
    // TypeScript 7 has no parser that others can call; swc sees type imports as well.
    parser: "swc",
    tsPreCompilationDeps: true,
    moduleSystems: ["es6"],
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      extensions: [".ts", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node"],
    },
  },
};
