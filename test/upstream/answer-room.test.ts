// The limit of an answer's size, as it is written.
import { expect, test } from "vitest";
import { RawJson } from "../../src/streams/raw-json.ts";
import { jsonText } from "../../src/streams/write-json.ts";
import { AnswerRoom, MAX_ANSWER_BYTES } from "../../src/upstream/body/answer-room.ts";

const encoder = new TextEncoder();
const raw = (bytes: number): RawJson => RawJson.check(encoder.encode(JSON.stringify("x".repeat(bytes - 2))));

test("R14 headers, messages and bodies count as they are written, and results that fit stay within the bound", () => {
  const keys = Array.from({ length: 200 }, (_, index) => `\u0001${index}`);
  const room = new AnswerRoom(keys);
  const headers = { "x-long": '"'.repeat(10_000), "set-cookie": ["é".repeat(10_000)] };
  const made = keys.map((_, index) => ({
    outcome: "ok",
    headers,
    body: index % 2 ? "\u0001".repeat(50_000) : raw(100_000),
  }));
  const results = made.filter((result) => room.take(result));
  expect(results.length).toBeGreaterThan(100);
  expect(results.length).toBeLessThan(200);
  const written = encoder.encode(jsonText({ results }, 2)).length;
  expect(written).toBeLessThanOrEqual(MAX_ANSWER_BYTES);
  expect(written).toBeGreaterThan(MAX_ANSWER_BYTES - 1_000_000);
});

test("R14 each result has room reserved for the message that it does not fit", () => {
  const keys = Array.from({ length: 10_000 }, (_, index) => `${index}`.padEnd(50, "\u0001"));
  const room = new AnswerRoom(keys);
  expect(room.take({ body: raw(10_000_000) })).toBe(true);
  expect(room.take({ body: raw(10_000_000) })).toBe(false);
});
