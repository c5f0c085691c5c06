// The limit of an event, and the parser that takes lines.
import { describe, expect, test } from "vitest";
import { EventParser } from "../../src/streams/event-parser.ts";
import { readEvents } from "../../src/streams/read-events.ts";
import { streamOf } from "./byte-stream.ts";
import { collect } from "./collect.ts";

describe("maxEventBytes", () => {
  test("counts the lines of one event together, and its error names the line", async () => {
    const { items, error } = await collect(
      readEvents(streamOf("data: a\n\ndata: é\nid: 1\n\ndata: b\nid: 123\n\n"), { maxEventBytes: 13 }),
    );
    expect(items.map(({ data }) => data)).toEqual(["a", "é"]);
    expect(error).toMatchObject({
      name: "SizeLimitError",
      maxBytes: 13,
      message: "the event at line 7 has more than 13 bytes",
    });
  });

  test("does not count comments, so that heartbeats without blank lines may go on for ever", async () => {
    const beats = Array.from({ length: 100 }, () => ": alive\n");
    const source = streamOf("data: a\n", ...beats, "\n", ...beats, "data: b\n\n");
    const { items, error } = await collect(readEvents(source, { maxEventBytes: 7 }));
    expect([items.map(({ data }) => data), error]).toEqual([["a", "b"], undefined]);
  });

  test("counts unknown and repeated fields too", async () => {
    for (const line of ["a: b\n", "id: b\n", "event: b\n", "data\n"]) {
      const endless = streamOf(...Array.from({ length: 100 }, () => line));
      expect((await collect(readEvents(endless, { maxEventBytes: 100 }))).error).toMatchObject({ maxBytes: 100 });
    }
  });
});

describe("EventParser", () => {
  test("takes lines one by one", () => {
    const parser = new EventParser();
    const taken = ["event: a", "data: b", ""].map((line) => parser.take(line));
    expect(taken).toEqual([undefined, undefined, { type: "a", data: "b", id: "" }]);
  });

  test("limits an event by the length of its text, without a size in bytes", () => {
    const parser = new EventParser(10);
    parser.take("data: a");
    expect(() => parser.take("data")).toThrow("the event at line 2 has more than 10 bytes");
  });
});
