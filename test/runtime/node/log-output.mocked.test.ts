import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createLogOutput, LOG_BATCH_CHARACTERS, LOG_FLUSH_MS } from "../../../src/runtime/node/log-output.ts";
import { eventually } from "../../support/services/eventually.ts";
import { temporaryFolder } from "../../support/stores/folder.ts";

vi.setConfig({ testTimeout: 60_000 });
afterEach(() => vi.useRealTimers());

/** What the system says to writing once it has taken so many bytes more; it takes all while it says nothing. */
const system = vi.hoisted(() => ({ refusal: "", room: 0 }));

vi.mock("node:fs", async (importOriginal) => {
  const original = await importOriginal<typeof import("node:fs")>();
  const writeSync = (descriptor: number, bytes: Uint8Array): number => {
    if (system.refusal === "") return original.writeSync(descriptor, bytes);
    if (system.room === 0) throw Object.assign(new Error(system.refusal), { code: system.refusal });
    const written = original.writeSync(descriptor, bytes.subarray(0, system.room));
    system.room -= written;
    return written;
  };
  return { ...original, writeSync };
});
afterEach(() => {
  Object.assign(system, { refusal: "", room: 0 });
});

describe("to a file", () => {
  const opened = async () => {
    const path = join(await temporaryFolder(), "log");
    const descriptor = openSync(path, "a");
    return { descriptor, text: () => readFileSync(path, "utf8"), close: () => closeSync(descriptor) };
  };

  it("lines that come together are written together, and soon", async () => {
    vi.useFakeTimers();
    const { descriptor, text, close } = await opened();
    const { write } = createLogOutput(descriptor, () => "");
    write("one");
    write("two");
    expect(text()).toBe("");
    vi.advanceTimersByTime(LOG_FLUSH_MS);
    expect(text()).toBe("one\ntwo\n");
    write("three");
    vi.advanceTimersByTime(LOG_FLUSH_MS);
    expect(text()).toBe("one\ntwo\nthree\n");
    close();
  });

  it("a flood does not wait for its time", async () => {
    vi.useFakeTimers();
    const { descriptor, text, close } = await opened();
    const { write } = createLogOutput(descriptor, () => "");
    const line = "a".repeat(999);
    for (let written = 0; written < LOG_BATCH_CHARACTERS; written += 1_000) write(line);
    expect(text().length).toBeGreaterThanOrEqual(LOG_BATCH_CHARACTERS);
    close();
  });

  it.each(["ENOSPC", "EDQUOT", "EIO"])("after %s it goes on, and tells what was lost", async (refusal) => {
    vi.useFakeTimers();
    const { descriptor, text, close } = await opened();
    const { write, end } = createLogOutput(descriptor, (dropped) => `dropped ${dropped}`);
    write("before");
    vi.advanceTimersByTime(LOG_FLUSH_MS);
    system.refusal = refusal;
    for (const line of ["lost", "lost as well", "हरकारा"]) write(line);
    vi.advanceTimersByTime(10 * LOG_FLUSH_MS);
    write("lost, too");
    vi.advanceTimersByTime(10 * LOG_FLUSH_MS);
    expect(text()).toBe("before\n");
    system.refusal = "";
    write("after");
    vi.advanceTimersByTime(2 * LOG_FLUSH_MS);
    write("later");
    end();
    const [first, ...lines] = text().split("\n").slice(0, -1);
    expect(first).toBe("before");
    const lost = lines.filter((line) => /^dropped \d+$/.test(line));
    expect(lines.filter((line) => !lost.includes(line))).toEqual(["after", "later"]);
    expect(lost).toEqual(["dropped 4"]);
    close();
  });

  it("a line of which a part went out before the disk was full is ended before the next one", async () => {
    vi.useFakeTimers();
    const { descriptor, text, close } = await opened();
    const { write, end } = createLogOutput(descriptor, (dropped) => `dropped ${dropped}`);
    Object.assign(system, { refusal: "ENOSPC", room: 9 });
    for (const line of ["whole", "torn apart", "lost"]) write(line);
    vi.advanceTimersByTime(LOG_FLUSH_MS);
    expect(text()).toBe("whole\ntor");
    vi.advanceTimersByTime(10 * LOG_FLUSH_MS);
    system.refusal = "";
    write("after");
    end();
    expect(text()).toBe("whole\ntor\nafter\ndropped 2\n");
    close();
  });

  it("the end writes what is left, and nothing twice", async () => {
    vi.useFakeTimers();
    const { descriptor, text, close } = await opened();
    const { write, end } = createLogOutput(descriptor, () => "");
    write("हरकारा \u{1f600}");
    end();
    end();
    vi.advanceTimersByTime(LOG_FLUSH_MS);
    expect(text()).toBe("हरकारा \u{1f600}\n");
    close();
  });
});

/** A process that writes lines as the service does: `count` of them, `pause` milliseconds apart, then as `last` says. */
function writer(count: number, last: string) {
  const script = `
    import { createLogOutput } from "./src/runtime/node/log-output.ts";
    const { write, end } = createLogOutput(process.stdout.fd, (dropped) => "dropped " + dropped);
    process.on("exit", end);
    for (let index = 0; index < ${count}; index += 1) write("line " + index + " " + "x".repeat(100));
    ${last}`;
  return spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** The numbers of the lines that came. */
function numbers(text: string): number[] {
  return [...text.matchAll(/^line (\d+) x{100}$/gm)].map(([, number]) => Number(number));
}

describe("to a pipe", () => {
  it.each([
    ["when it ends by itself", ""],
    ["when it is told to end", "process.exit(3);"],
    ["when it fails", "throw new Error('on purpose');"],
    ["when a promise fails that nobody waits for", "await Promise.reject(new Error('on purpose'));"],
  ])("no line is lost %s, however many there are", async (_, last) => {
    const child = writer(10_000, last);
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
    });
    await once(child, "close");
    expect(numbers(text)).toEqual(Array.from({ length: 10_000 }, (_, index) => index));
  });

  it("what nobody reads is dropped beyond a cap, and told of once somebody does; the process is not held up", async () => {
    const child = writer(100_000, "console.error('goes on'); setInterval(() => {}, 1_000);");
    await once(child.stderr, "data");
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
    });
    await eventually(() => /^dropped \d+$/m.test(text));
    const came = numbers(text);
    const dropped = Number(/^dropped (\d+)$/m.exec(text)?.[1]);
    expect(came).toEqual(Array.from({ length: came.length }, (_, index) => index));
    expect(came.length).toBeGreaterThan(10_000);
    expect(came.length + dropped).toBe(100_000);
    child.kill();
    await once(child, "close");
  });

  it("nobody reads any more: the process goes on, and ends well", async () => {
    const child = writer(10, "setTimeout(() => write('again'), 300); setTimeout(() => console.error('alive'), 600);");
    child.stdout.destroy();
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (piece: string) => {
      errors += piece;
    });
    const [code, signal] = await once(child, "close");
    expect({ code, signal, errors }).toEqual({ code: 0, signal: null, errors: "alive\n" });
  });
});
