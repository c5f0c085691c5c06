// The HTML standard's event stream format, line by line.
import { expect, test } from "vitest";
import { readEvents } from "../../src/streams/read-events.ts";
import { sseComment, sseEvent } from "../../src/streams/sse.ts";
import { bytes, openStream, streamOf } from "./byte-stream.ts";
import { collect } from "./collect.ts";
import { byteByByte, everyCut } from "./cuts.ts";

/** The events of `chunks`, each as type, data and id, and retry if there is one. */
async function events(...chunks: readonly (string | Uint8Array)[]): Promise<unknown[]> {
  const { items, error } = await collect(readEvents(streamOf(...chunks)));
  if (error !== undefined) throw error;
  return items.map(({ type, data, id, ...rest }) => [type, data, id, ...Object.values(rest)]);
}

test.each<[string, string, unknown[]]>([
  ["a block without an event field is a message", "data: a\n\n", [["message", "a", ""]]],
  ["all fields, in any order", "id: 7\ndata: a\nretry: 30\nevent: b\n\n", [["b", "a", "7", 30]]],
  ["several data fields are joined by LF", "data: a\ndata:\ndata: b\n\n", [["message", "a\n\nb", ""]]],
  ["one space after the colon is not part of the value", "data:  a \n\n", [["message", " a ", ""]]],
  ["no space after the colon, and more colons", "data:a:b: c\n\n", [["message", "a:b: c", ""]]],
  ["a field without a colon is empty", "data\nid\n\n", [["message", "", ""]]],
  ["two empty data fields are one LF", "data\ndata:\n\n", [["message", "\n", ""]]],
  ["a comment is skipped", ": a\n:\ndata: b\n: c\n\n: d\n\n", [["message", "b", ""]]],
  ["unknown fields are skipped", "datas: a\nDATA: b\n data: c\ndata : d\ndata: e\n\n", [["message", "e", ""]]],
  ["a block without data is no event, and its name is forgotten", "event: a\n\ndata: b\n\n", [["message", "b", ""]]],
  ["the last event field counts", "event: a\nevent: b\ndata: c\n\n", [["b", "c", ""]]],
  ["an empty event field means message", "event: a\nevent\ndata: c\n\n", [["message", "c", ""]]],
  [
    "blank lines between events",
    "\n\ndata: a\n\n\n\ndata: b\n\n",
    [
      ["message", "a", ""],
      ["message", "b", ""],
    ],
  ],
  [
    "an id stays until the next one",
    "id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n",
    [
      ["message", "a", "1"],
      ["message", "b", "1"],
      ["message", "c", ""],
    ],
  ],
  ["an id without data counts for the next event", "id: 1\n\ndata: a\n\n", [["message", "a", "1"]]],
  ["an id with NUL is ignored", "id: 1\nid: 2\0\ndata: a\0\n\n", [["message", "a\0", "1"]]],
  [
    "retry stays, and only ASCII digits set it",
    "retry: 010\nretry: 1.5\nretry: -1\nretry: 1e3\nretry\nretry:\nretry:  4\nretry: ٣\ndata: a\n\ndata: b\n\n",
    [
      ["message", "a", "", 10],
      ["message", "b", "", 10],
    ],
  ],
  [
    "retry is at most what timers take",
    `retry: ${"9".repeat(400)}\ndata: a\n\n`,
    [["message", "a", "", 2_147_483_647]],
  ],
  [
    "CR ends a line",
    "data: a\rdata: b\r\rdata: c\r\r",
    [
      ["message", "a\nb", ""],
      ["message", "c", ""],
    ],
  ],
  [
    "CRLF ends a line",
    "data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n",
    [
      ["message", "a\nb", ""],
      ["message", "c", ""],
    ],
  ],
  [
    "CR, LF and CRLF may be mixed",
    "data: a\r\n\rdata: b\n\r\ndata: c\r\r\n",
    [
      ["message", "a", ""],
      ["message", "b", ""],
      ["message", "c", ""],
    ],
  ],
  [
    "other line ends of Unicode are text",
    "data: a\u0085\u2028\u2029\v\f\n\n",
    [["message", "a\u0085\u2028\u2029\v\f", ""]],
  ],
  ["a byte order mark at the start is dropped", "\uFEFFdata: a\n\n", [["message", "a", ""]]],
  [
    "a second one, or a later one, is text",
    "\uFEFF\uFEFFdata: a\n\n\uFEFFdata: b\n\ndata: \uFEFFc\n\n",
    [["message", "\uFEFFc", ""]],
  ],
  ["an event without its blank line is dropped", "data: a\n\ndata: b\n", [["message", "a", ""]]],
  ["a blank line without its end is none", "data: a\n\ndata: b", [["message", "a", ""]]],
])("%s", async (_, text, expected) => {
  expect(await events(text)).toEqual(expected);
  expect(await events(...byteByByte(text))).toEqual(expected);
});

test("the page of the standard has an event stream with two events of three blocks", async () => {
  expect(
    await events("data: YHOO\ndata: +2\ndata: 10\n\n: test stream\n\ndata: first event\nid: 1\n\nid\ndata\n"),
  ).toEqual([
    ["message", "YHOO\n+2\n10", ""],
    ["message", "first event", "1"],
  ]);
});

test("bytes that are not UTF-8 become U+FFFD as the standard says, and a cut character keeps the line end", async () => {
  const [begin, end] = [bytes("data: "), bytes("\n\n")];
  expect(await events(begin, Uint8Array.of(0xff, 0x41, 0xe2, 0x82), end)).toEqual([["message", "\uFFFDA\uFFFD", ""]]);
});

test("a CR that ends a chunk ends its line at once, and an LF that follows is part of it", async () => {
  const { stream, send, end } = openStream();
  const items = readEvents(stream);
  send("data: a\r");
  send("\r");
  expect((await items.next()).value).toMatchObject({ data: "a" });
  for (const chunk of ["\n", "data: b\r", "\ndata: c\r", "", "\n\n"]) send(chunk);
  end();
  expect((await items.next()).value).toMatchObject({ data: "b\nc" });
  expect((await items.next()).done).toBe(true);
});

test.each(["\uFEFFdata\r\n\r", "data:é\r\n\r\n", "data:€\n\r\r"])(
  "every way to cut %j gives the same result",
  async (text) => {
    const expected = await events(text);
    expect(expected.length).toBeGreaterThan(0);
    for (const chunks of everyCut(bytes(text))) expect(await events(...chunks)).toEqual(expected);
  },
);

test("events that this project writes are read back unchanged", async () => {
  const data = { text: "a\nb\u2028", list: [1, null] };
  const { items } = await collect(
    readEvents(streamOf(sseComment("alive"), sseEvent("result", 3, data), sseComment("alive"))),
  );
  expect(items.map((event) => ({ ...event, data: JSON.parse(event.data) as unknown }))).toEqual([
    { type: "result", id: "3", data },
  ]);
});
