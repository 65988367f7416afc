import { describe, expect, it } from "vitest";
import { readEnvironment, VARIABLES } from "../../../src/runtime/node/environment.ts";
import { put, temporaryFolder } from "../../support/stores/folder.ts";

const DEFAULTS = {
  port: 8787,
  host: "127.0.0.1",
  contentDir: "content",
  siteUrl: undefined,
  logLevel: "info",
  logFormat: "auto",
  logRequests: "notable",
  database: undefined,
  publishToken: undefined,
  tokens: [],
  allowPrivateHubs: false,
};

it("every variable has a default but those that turn something on", () => {
  expect(readEnvironment({})).toEqual({ environment: DEFAULTS });
  expect(Object.keys(VARIABLES)).toEqual([
    "PORT",
    "HOST",
    "CONTENT_DIR",
    "SITE_URL",
    "LOG_LEVEL",
    "LOG_FORMAT",
    "LOG_REQUESTS",
    "DATABASE",
    "PUBLISH_TOKEN",
    "TOKENS",
    "ALLOW_PRIVATE_HUBS",
  ]);
});

it.each(["", " ", "\t"])("a variable that is %j counts as missing", (empty) => {
  const env = Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, empty]));
  expect(readEnvironment(env)).toEqual({ environment: DEFAULTS });
});

it("every variable is taken, without blanks at its ends", () => {
  const env = {
    PORT: " 80 ",
    HOST: "::",
    CONTENT_DIR: " /srv/my content ",
    SITE_URL: "https://news.example",
    LOG_LEVEL: "debug",
    LOG_FORMAT: "json",
    LOG_REQUESTS: "all",
    DATABASE: " articles.db ",
    PUBLISH_TOKEN: " a-b.c_d~e+f/g== ",
    TOKENS: ` [{"name": "desk", "scopes": ["publish"], "digest": "${"0f".repeat(32)}"}] `,
    ALLOW_PRIVATE_HUBS: "true",
  };
  expect(readEnvironment(env)).toEqual({
    environment: {
      port: 80,
      host: "::",
      contentDir: "/srv/my content",
      siteUrl: "https://news.example",
      logLevel: "debug",
      logFormat: "json",
      logRequests: "all",
      database: "articles.db",
      publishToken: "a-b.c_d~e+f/g==",
      tokens: [{ name: "desk", scopes: ["publish"], digest: "0f".repeat(32) }],
      allowPrivateHubs: true,
    },
  });
});

it("every variable may be the text of a file", async () => {
  const folder = await temporaryFolder();
  const values = {
    PORT: "80",
    HOST: "::",
    CONTENT_DIR: "/srv/a b",
    SITE_URL: "https://news.example",
    LOG_LEVEL: "warn",
  };
  const others = {
    LOG_FORMAT: "text",
    LOG_REQUESTS: "all",
    DATABASE: "a.db",
    PUBLISH_TOKEN: "a-b==",
    TOKENS: "[]",
    ALLOW_PRIVATE_HUBS: "true",
  };
  const all: Record<string, string> = { ...values, ...others };
  expect(Object.keys(all)).toEqual(Object.keys(VARIABLES));
  const files = await Promise.all(
    Object.entries(all).map(async ([name, value]) => [`${name}_FILE`, await put(folder, name, `${value}\n`)]),
  );
  expect(readEnvironment(Object.fromEntries(files))).toEqual(readEnvironment(all));
});

it("a file that is not there is a fault among others", () => {
  expect(readEnvironment({ PUBLISH_TOKEN_FILE: "/nothing", HOST: "a", HOST_FILE: "b", PORT: "x" })).toMatchObject({
    faults: [
      "PORT is “x”: it must be a number from 0 to 65535",
      "PUBLISH_TOKEN_FILE names /nothing, which cannot be read (ENOENT): name a file that this user may read",
      "HOST and HOST_FILE are both set: leave one of them out",
    ],
  });
});

it.each(["0", "1", "8787", "65535"])("PORT may be %s", (PORT) => {
  expect(readEnvironment({ PORT })).toMatchObject({ environment: { port: Number(PORT) } });
});

it.each(["debug", "info", "warn", "error", "silent"])("LOG_LEVEL may be %s", (LOG_LEVEL) => {
  expect(readEnvironment({ LOG_LEVEL })).toMatchObject({ environment: { logLevel: LOG_LEVEL } });
});

it.each(["auto", "json", "text"])("LOG_FORMAT may be %s", (LOG_FORMAT) => {
  expect(readEnvironment({ LOG_FORMAT })).toMatchObject({ environment: { logFormat: LOG_FORMAT } });
});

describe("a fault says which variable, what it is and what it may be", () => {
  it.each(["65536", "99999", "123456", "-1", "80.5", "1e3", "0x50", "http", "80 81", "٨٠"])("PORT %s", (PORT) => {
    const reading = readEnvironment({ PORT });
    expect(reading).toMatchObject({ faults: [`PORT is “${PORT}”: it must be a number from 0 to 65535`] });
  });

  it.each(["INFO", "verbose", "constructor", "0"])("LOG_LEVEL %s", (LOG_LEVEL) => {
    const reading = readEnvironment({ LOG_LEVEL });
    expect(reading).toMatchObject({
      faults: [`LOG_LEVEL is “${LOG_LEVEL}”: it must be one of debug, info, warn, error, silent`],
    });
  });

  it.each(["JSON", "pretty", "1"])("LOG_FORMAT %s", (LOG_FORMAT) => {
    const reading = readEnvironment({ LOG_FORMAT });
    expect(reading).toMatchObject({
      faults: [`LOG_FORMAT is “${LOG_FORMAT}”: it must be one of auto, json, text`],
    });
  });

  it.each(["yes", "1", "TRUE"])("ALLOW_PRIVATE_HUBS %s", (ALLOW_PRIVATE_HUBS) => {
    const reading = readEnvironment({ ALLOW_PRIVATE_HUBS });
    expect(reading).toMatchObject({
      faults: [`ALLOW_PRIVATE_HUBS is “${ALLOW_PRIVATE_HUBS}”: it must be true or false`],
    });
  });

  it.each(["two words", "naïve", "a=b", 'quoted"', "="])(
    "PUBLISH_TOKEN, which it does not repeat: %s",
    (PUBLISH_TOKEN) => {
      const reading = readEnvironment({ PUBLISH_TOKEN });
      expect(reading).toMatchObject({ faults: [expect.stringMatching(/^PUBLISH_TOKEN must be made of /)] });
    },
  );

  it("in the format that is set, or in that of the default", () => {
    expect(readEnvironment({ PORT: "x", LOG_FORMAT: "text" })).toMatchObject({ logFormat: "text" });
    expect(readEnvironment({ PORT: "x", LOG_FORMAT: "TEXT" })).toMatchObject({ logFormat: "auto" });
  });
  it.each(["desk", "{}", '[{"name": "desk"}]', '[{"desk": "secret"}]'])(
    "TOKENS, which it does not repeat: %s",
    (TOKENS) => {
      const reading = readEnvironment({ TOKENS });
      expect(reading).toMatchObject({
        faults: [expect.stringMatching(/^TOKENS must be what harkara token prints: [^{]+$/)],
      });
      expect(JSON.stringify(reading)).not.toMatch(/desk|secret/);
    },
  );

  it("all of them at once", () => {
    const reading = readEnvironment({ PORT: "x", LOG_LEVEL: "y" });
    expect("faults" in reading && reading.faults).toHaveLength(2);
  });
});
