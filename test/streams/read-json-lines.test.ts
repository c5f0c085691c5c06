// Newline-delimited JSON, line by line.
import { expect, test } from "vitest";
import { JsonLineError } from "../../src/streams/json-line-error.ts";
import { ndjsonLine } from "../../src/streams/ndjson.ts";
import { JsonDepthError, MAX_JSON_DEPTH } from "../../src/streams/parse-json.ts";
import { readJsonLines } from "../../src/streams/read-json-lines.ts";
import { readLines } from "../../src/streams/read-lines.ts";
import { bytes, streamOf } from "./byte-stream.ts";
import { collect } from "./collect.ts";
import { byteByByte, everyCut } from "./cuts.ts";

const notUtf8 = Uint8Array.of(0x22, 0xe2, 0x82, 0x22);

test.each<[string, string, unknown[]]>([
  ["a value for each line", '{"a":1}\n[2]\n"3"\n4\ntrue\n', [{ a: 1 }, [2], "3", 4, true]],
  ["falsy values are values", 'null\nfalse\n0\n""\n', [null, false, 0, ""]],
  ["CRLF ends a line", "1\r\n2\r\n", [1, 2]],
  ["CR alone is white space", "[1,\r2]\n3\r\r\n", [[1, 2], 3]],
  ["blank lines and lines of white space are heartbeats", "\n \n1\n\r\n\t \r\n2\n \n", [1, 2]],
  ["a last line without LF counts", "1\n2", [1, 2]],
  ["a last line of white space is blank", "1\n \r", [1]],
  ["a byte order mark at the start is dropped", "\uFEFF1\n2\n", [1, 2]],
  ["a byte order mark alone is a blank line", "\uFEFF\n1\n", [1]],
  ["other line ends of Unicode are text", '"a\u0085\u2028\u2029"\n', ["a\u0085\u2028\u2029"]],
])("%s", async (_, text, expected) => {
  expect(await collect(readJsonLines(streamOf(text)))).toEqual({ items: expected });
  expect(await collect(readJsonLines(streamOf(...byteByByte(text))))).toEqual({ items: expected });
});

test.each<[string, string, number, unknown]>([
  ["not JSON", "1\n\nno\n2\n", 3, expect.any(SyntaxError)],
  ["two values", "1\n2 3\n", 2, expect.any(SyntaxError)],
  ["two values with CR between them", "1\r2\n", 1, expect.any(SyntaxError)],
  ["cut off at the end", '1\n{"a":', 2, expect.any(SyntaxError)],
  ["white space that is not JSON's", "1\n\u00A0\n", 2, expect.any(SyntaxError)],
  ["a byte order mark that is not at the start", "1\n\uFEFF2\n", 2, expect.any(SyntaxError)],
  ["two byte order marks", "\uFEFF\uFEFF1\n", 1, expect.any(SyntaxError)],
  [
    "too deep",
    `1\n${"[".repeat(MAX_JSON_DEPTH + 1)}${"]".repeat(MAX_JSON_DEPTH + 1)}\n`,
    2,
    expect.any(JsonDepthError),
  ],
])("a line that is %s ends the loop with its number and the cause", async (_, text, line, cause) => {
  const { items, error } = await collect(readJsonLines(streamOf(text)));
  expect(items).toEqual(line === 1 ? [] : [1]);
  expect(error).toBeInstanceOf(JsonLineError);
  expect(error).toMatchObject({ name: "JsonLineError", line, cause });
  expect((error as Error).message).toBe(
    `line ${line} is not readable JSON: ${((error as Error).cause as Error).message}`,
  );
});

test("a line that is not UTF-8 is an error, and does not affect later streams", async () => {
  const { items, error } = await collect(readJsonLines(streamOf("1\n", notUtf8, "\n2\n")));
  expect([items, (error as JsonLineError).line]).toEqual([[1], 2]);
  expect((error as JsonLineError).cause).toBeInstanceOf(TypeError);
  expect(await collect(readJsonLines(streamOf(notUtf8)))).toMatchObject({ error: { line: 1 } });
  expect(await collect(readJsonLines(streamOf('"é"\n2\n')))).toEqual({ items: ["é", 2] });
});

test("lines may nest as deep as the writer allows", async () => {
  const deep = `${"[".repeat(MAX_JSON_DEPTH)}${"]".repeat(MAX_JSON_DEPTH)}\n`;
  expect((await collect(readJsonLines(streamOf(deep)))).items.map((value) => ndjsonLine(value))).toEqual([deep]);
});

test.each(['\uFEFF"é"\r\n1\n', "\r\n[]\n\n12"])("every way to cut %j gives the same result", async (text) => {
  const expected = await collect(readJsonLines(streamOf(text)));
  expect(expected.items).toHaveLength(2);
  for (const chunks of everyCut(bytes(text)))
    expect(await collect(readJsonLines(streamOf(...chunks)))).toEqual(expected);
});

test("readLines ends lines at LF, CR and CRLF, and yields blank lines", async () => {
  const text = "\uFEFFa\n\nb\r\rc\r\n\r\nd \uFEFF\n\u2028e";
  const expected = { items: ["a", "", "b", "", "c", "", "d \uFEFF", "\u2028e"] };
  expect(await collect(readLines(streamOf(text)))).toEqual(expected);
  expect(await collect(readLines(streamOf(...byteByByte(text))))).toEqual(expected);
});

test("readLines yields no extra last line, and replaces bytes that are not UTF-8", async () => {
  expect(await collect(readLines(streamOf("a\n", "b\r")))).toEqual({ items: ["a", "b"] });
  expect(await collect(readLines(streamOf(notUtf8, "\n", notUtf8)))).toEqual({ items: ['"\uFFFD"', '"\uFFFD"'] });
});
