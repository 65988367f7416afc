import { SaxesParser } from "saxes";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { favicon, icon } from "../../../src/routes/discovery/icon.ts";
import { manifest } from "../../../src/routes/discovery/manifest.ts";
import { appOf, contentOf, siteOf } from "../../support/fixtures/content.ts";

interface Read {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha, row by row from the top. */
  readonly pixels: Uint8Array;
}

/** Reads an ICO file by its published layout. */
function readIco(file: Uint8Array<ArrayBuffer>): Read[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const word = (at: number) => view.getUint16(at, true);
  const long = (at: number) => view.getUint32(at, true);
  expect([word(0), word(2)]).toEqual([0, 1]);
  let end = 6 + 16 * word(4);
  const read = Array.from({ length: word(4) }, (_, index): Read => {
    const entry = 6 + 16 * index;
    const [width, height] = [file[entry] ?? 0, file[entry + 1] ?? 0];
    const [length, at] = [long(entry + 8), long(entry + 12)];
    expect([word(entry + 4), word(entry + 6)]).toEqual([1, 32]);
    expect(at).toBe(end);
    end += length;
    // BITMAPINFOHEADER: its size, width, both heights, planes, bits, no compression.
    expect([long(at), long(at + 4), long(at + 8)]).toEqual([40, width, 2 * height]);
    expect([word(at + 12), word(at + 14), long(at + 16)]).toEqual([1, 32, 0]);
    const mask = Math.ceil(width / 32) * 4 * height;
    expect(length).toBe(40 + width * height * 4 + mask);
    const pixels = new Uint8Array(width * height * 4);
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1) {
        const from = at + 40 + ((height - 1 - y) * width + x) * 4;
        const [blue = 0, green = 0, red = 0, alpha = 0] = file.subarray(from, from + 4);
        pixels.set([red, green, blue, alpha], (y * width + x) * 4);
      }
    expect(file.subarray(at + length - mask, at + length).every((byte) => byte === 0)).toBe(true);
    return { width, height, pixels };
  });
  expect(end).toBe(file.length);
  return read;
}

describe.each(["#a4262c", "#ffdd00", "#000000", "#ffffff", "#0b5394"])("icons of the colour %s", (colour) => {
  it("are an SVG that is well-formed XML and an ICO of 16 and 32 pixels, opaque to the edges", () => {
    const parser = new SaxesParser({ xmlns: true });
    const elements: string[] = [];
    parser.on("opentag", ({ name, uri }) => elements.push(`${uri} ${name}`));
    parser.on("error", (error) => {
      throw error;
    });
    parser.write(icon({ colour })).close();
    expect(elements).toEqual(["svg", "path", "path"].map((name) => `http://www.w3.org/2000/svg ${name}`));
    const pictures = readIco(favicon({ colour }));
    expect(pictures.map(({ width, height }) => [width, height])).toEqual([
      [16, 16],
      [32, 32],
    ]);
    for (const { pixels } of pictures)
      expect(pixels.every((value, index) => index % 4 !== 3 || value === 255)).toBe(true);
  });

  it("are the same picture: another renderer of SVG makes the same pixels of it", async () => {
    for (const { width, height, pixels } of readIco(favicon({ colour }))) {
      const drawn = await sharp(Buffer.from(icon({ colour })), { density: 96 })
        .resize(width * 8, height * 8)
        .resize(width, height, { kernel: "cubic" })
        .ensureAlpha()
        .raw()
        .toBuffer();
      const differences = pixels.map((value, index) => Math.abs(value - (drawn[index] ?? 0)));
      const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
      expect(mean).toBeLessThan(6);
      const colours = new Set(
        Array.from({ length: width * height }, (_, at) => pixels.subarray(at * 4, at * 4 + 3).join()),
      );
      expect(colours.size).toBeGreaterThan(8);
    }
  });

  it("keep the mark in the four fifths that no mask cuts off", async () => {
    const side = 200;
    const drawn = await sharp(Buffer.from(icon({ colour })), { density: 300 })
      .resize(side, side)
      .removeAlpha()
      .raw()
      .toBuffer();
    const ground = drawn.subarray(0, 3).join();
    let [inside, outside] = [0, 0];
    for (let at = 0; at < side * side; at += 1) {
      if (drawn.subarray(at * 3, at * 3 + 3).join() === ground) continue;
      const distance = Math.hypot((at % side) + 0.5 - side / 2, Math.floor(at / side) + 0.5 - side / 2);
      if (distance > 0.4 * side) outside += 1;
      else inside += 1;
    }
    expect(outside).toBe(0);
    expect(inside).toBeGreaterThan(0.08 * side * side);
  });
});

it("the manifest names the site, where it begins, and icons that are there", async () => {
  const site = await siteOf({ address: "https://news.example/paper", title: "द हरकारा", language: "hi" });
  const app = appOf(await contentOf({}, site));
  const response = await app.request("/paper/manifest.webmanifest");
  expect(response.headers.get("content-type")).toBe("application/manifest+json; charset=utf-8");
  const read = (await response.json()) as Record<string, unknown>;
  expect(read).toEqual(JSON.parse(manifest(site)));
  expect(read).toMatchObject({
    name: "द हरकारा",
    lang: "hi",
    start_url: "/paper/",
    scope: "/paper/",
    display: "browser",
  });
  const icons = read.icons as { src: string; sizes: string; type: string; purpose?: string }[];
  expect(icons.map(({ purpose }) => purpose ?? "any").sort()).toEqual(["any", "any", "maskable"]);
  for (const { src, type } of icons) {
    const found = await app.request(src);
    expect([src, found.status, found.headers.get("content-type")]).toEqual([src, 200, type]);
    expect((await found.arrayBuffer()).byteLength).toBeGreaterThan(200);
  }
});
