import { describe, expect, it } from "vitest";
import { BODY, found, PUBLISHED, read, withHead } from "../reading.ts";

describe("a lead picture", () => {
  it.each([
    ["Image: https://a.example/b.jpg | A river", "https://a.example/b.jpg", "A river"],
    ["Image: http://a.example/b.jpg | A river", "http://a.example/b.jpg", "A river"],
    ["Image:https://a.example/b.jpg|A river", "https://a.example/b.jpg", "A river"],
    ["Image:   HTTPS://A.EXAMPLE/B.jpg   |   A river", "https://a.example/B.jpg", "A river"],
    ["Image: https://a.example/b.jpg | A | B || C", "https://a.example/b.jpg", "A | B || C"],
    ['Image: https://a.example/b.jpg | <i> & "q"', "https://a.example/b.jpg", '<i> & "q"'],
    ["Image: https://a.example/b c.jpg | A", "https://a.example/b%20c.jpg", "A"],
    ["Image: https://a.example/नदी.jpg | A", "https://a.example/%E0%A4%A8%E0%A4%A6%E0%A5%80.jpg", "A"],
    ["Image: https://नदी.example/a.jpg | A", "https://xn--j2bd7e.example/a.jpg", "A"],
    ["Image: https://a.example/b.jpg?c=<d>&e#f | A", "https://a.example/b.jpg?c=%3Cd%3E&e#f", "A"],
    ["Image: https://a.example | A", "https://a.example/", "A"],
  ])("%s", (line, address, alternative) => {
    expect(withHead(line).picture).toMatchObject({ address, alternative });
  });

  it("is none where there is no line of it", () => {
    expect(withHead().picture).toBeNull();
  });
});

describe("its media type follows from the address", () => {
  it.each([
    ["a.jpg", "image/jpeg"],
    ["a.jpeg", "image/jpeg"],
    ["a.JPG", "image/jpeg"],
    ["a.png", "image/png"],
    ["a.gif", "image/gif"],
    ["a.webp", "image/webp"],
    ["a.avif", "image/avif"],
    ["a.svg", "image/svg+xml"],
    ["a.png?size=large.jpg", "image/png"],
    ["a.png#b.gif", "image/png"],
    ["a", "application/octet-stream"],
    ["a.bin", "application/octet-stream"],
    ["jpg", "application/octet-stream"],
    ["a.constructor", "application/octet-stream"],
    ["a.jpg/b", "application/octet-stream"],
  ])("%s", (path, type) => {
    expect(withHead(`Image: https://a.example/${path} | A`).picture?.type).toBe(type);
  });
});

describe("an address that is none is a fault", () => {
  it.each([
    ["Image: ftp://a.example/b.jpg | A", 8],
    ["Image: //a.example/b.jpg | A", 8],
    ["Image: /b.jpg | A", 8],
    ["Image: b.jpg", 8],
    ["Image:    javascript:alert(1) | A", 11],
    ["Image: data:image/png;base64,AAAA | A", 8],
    ["Image: https:// | A", 8],
    ["Image: https://a.example:99999/ | A", 8],
    ["Image: | A", 8],
    ["Image:", 7],
    ["  Image: b.jpg", 10],
  ])("%j", (line, column) => {
    const reading = read([PUBLISHED, "Rain", "S.", line, "- India", BODY]);
    expect(found(reading)).toEqual([`4:${column} bad-image-address`]);
    expect(reading.article).toBeNull();
  });
});

it.each(["Image: https://a.example/b.jpg", "Image: https://a.example/b.jpg |", "Image: https://a.example/b.jpg |  "])(
  "%j has no text in place of the picture, which is warned of",
  (line) => {
    const reading = read([PUBLISHED, "Rain", line, "- India", BODY]);
    expect(reading.article?.picture).toEqual({
      address: "https://a.example/b.jpg",
      alternative: "",
      type: "image/jpeg",
    });
    expect(found(reading)).toEqual(["3:8 no-alternative-text"]);
    expect(reading.findings[0]?.severity).toBe("warning");
  },
);
