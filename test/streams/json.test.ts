// JSON that is passed on: its text and its size.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isJsonType } from "../../src/streams/json-type.ts";
import { jsonSize } from "../../src/streams/json-size.ts";
import { mayChangeNumbers, parseKeepingNumbers } from "../../src/streams/kept-numbers.ts";
import { ndjsonLine } from "../../src/streams/ndjson.ts";
import { JsonDepthError } from "../../src/streams/parse-json.ts";
import { RawJson } from "../../src/streams/raw-json.ts";
import { sseEvent } from "../../src/streams/sse.ts";
import { jsonText, textOf, writeJson } from "../../src/streams/write-json.ts";
import { bytes } from "./byte-stream.ts";

const raw = (text: string): RawJson => RawJson.check(bytes(text));

const anyString = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom("\ud800", "\udc00", "\u0001", "\n", '"', "\\", "é", "€") }),
);
const anyJson = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, false),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    anyString,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(anyString, tie("value"), { maxKeys: 4 }),
  ),
})).value;

/** Tokens of numbers in every form that JSON has. */
const number = fc
  .tuple(
    fc.constantFrom("", "-"),
    fc.oneof(fc.constant("0"), fc.bigInt({ min: 1n, max: 10n ** 25n }).map(String)),
    fc.oneof(fc.constant(""), fc.stringMatching(/^\.[0-9]{1,22}$/)),
    fc.oneof({ weight: 3, arbitrary: fc.constant("") }, fc.stringMatching(/^[eE][+-]?[0-9]{1,3}$/)),
  )
  .map((parts) => parts.join(""));

describe("RawJson", () => {
  test("R8 is written unchanged, token by token, at any place", () => {
    const text = '{"a":9007199254740993, "a":1e400,\n"b":[-0,1.10]}';
    expect(jsonText({ body: raw(text), after: undefined, n: 1 })).toBe(`{"body":${text},"n":1}`);
    expect(jsonText({ results: [{ body: raw(text) }, { key: "x" }, {}] }, 2)).toBe(
      `{"results":[{"body":${text}},{"key":"x"},{}]}`,
    );
  });

  test("R8 a byte order mark is dropped; what is not JSON in UTF-8, or nests past 1,000 levels, is refused", () => {
    expect(raw("\ufeff[1]").text).toBe("[1]");
    expect(() => RawJson.check(Uint8Array.of(0x22, 0xff, 0x22))).toThrow(TypeError);
    expect(() => raw("[1,]")).toThrow(SyntaxError);
    expect(() => raw("[".repeat(1_001) + "]".repeat(1_001))).toThrow(JsonDepthError);
    expect(raw("[".repeat(1_000) + "]".repeat(1_000)).bytes.length).toBe(2_000);
  });

  test("JSON.stringify writes its value", () => {
    expect(JSON.stringify({ body: raw('{ "a": 1 }') })).toBe('{"body":{"a":1}}');
  });

  test("R14 its pieces are made only when they are pulled", () => {
    let made = 0;
    const results = [0, 1, 2].map((key) =>
      Object.defineProperty({}, "key", { enumerable: true, get: () => (made++, key) }),
    );
    const pieces = writeJson({ results }, 2);
    pieces.next();
    expect(made).toBe(0);
    expect([...pieces].map(textOf).join("")).toBe('[{"key":0},{"key":1},{"key":2}]}');
  });
});

test("writeJson writes the same as JSON.stringify, with any number of levels; jsonSize is its length", () => {
  fc.assert(
    fc.property(anyJson, fc.nat(4), (value, levels) => {
      const text = JSON.stringify(value);
      expect(jsonText(value, levels)).toBe(text);
      expect(jsonSize(value)).toBe(bytes(text).length);
    }),
  );
});

describe("R22 lines and events hold no character that ends a line for any reader", () => {
  const text = '{\r\n"a": "\u0085\u2028\u2029",\n"b": 1\r}';

  test("in JSON that is passed on, white space becomes spaces and the rest escapes", () => {
    const line = ndjsonLine({ body: raw(text) });
    expect(line).toBe('{"body":{  "a": "\\u0085\\u2028\\u2029", "b": 1 }}\n');
    expect(sseEvent("result", 1, { body: raw(text) })).toBe(`event: result\nid: 1\ndata: ${line}\n`);
  });

  test("in text, keys and numbers that the Worker writes", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("\n", "\r", "\u0085", "\u2028", "\u2029", "\v", "\f", "\u001c", "x") }),
        (part) => {
          const line = ndjsonLine({ [part]: [part] });
          expect(line.slice(0, -1)).toMatch(/^[\x20-\x7e]*$/);
          expect(JSON.parse(line)).toEqual({ [part]: [part] });
        },
      ),
    );
  });
});

describe("R8 numbers that are kept", () => {
  test.each([
    "9007199254740993",
    "1e400",
    "-0",
    "1.10",
    "1E5",
    "1e5",
    "0.0000001",
    "1.0",
    "-0.0",
    "123456789.123456789",
    "1e-400",
  ])("%s", (token) => {
    expect(mayChangeNumbers(`[${token}]`)).toBe(true);
    expect(JSON.stringify(parseKeepingNumbers(`{"a":[${token},"${token}"]}`))).toBe(`{"a":[${token},"${token}"]}`);
  });

  test("every JSON number is written as it was read, and the rest does not change", () => {
    fc.assert(
      fc.property(number, (token) => {
        expect(JSON.stringify(parseKeepingNumbers(token))).toBe(token);
        if (!mayChangeNumbers(`[${token}]`)) expect(JSON.stringify(JSON.parse(token))).toBe(token);
      }),
      { numRuns: 1_000 },
    );
  });
});

test.each([
  ["application/json", true],
  ["Application/JSON; charset=utf-8", true],
  ["text/json", true],
  ["application/did+ld+json", true],
  ["application/vnd.api+json;v=1", true],
  ["model/gltf+json", true],
  ["application/jsonp", false],
  ["application/x-ndjson", false],
  ["text/plain", false],
  ["application/json-seq", false],
  ["text/html+json2", false],
  ["", false],
])("R10 %s: is JSON %s", (type, is) => {
  expect(isJsonType(type)).toBe(is);
});
