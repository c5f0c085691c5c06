// A recording against the calls of now.
import { expect, test } from "vitest";
import { type DriftLine, driftOf, exitCodeOf } from "../../../scripts/record/drift-of.ts";
import type { RecordedCall, Recording } from "../../../scripts/record/recording.ts";
import type { LeftCall } from "../../../scripts/record/take-recording.ts";

function call(path: string, changes: Partial<RecordedCall> = {}, query = ""): RecordedCall {
  return {
    variable: "NEWS_ORIGIN",
    request: { method: "GET", path, query },
    status: 200,
    headers: { "content-type": "application/json" },
    timing: { headersMs: 1, bodyMs: 1 },
    body: { json: { a: 1 } },
    ...changes,
  };
}

function recording(calls: readonly RecordedCall[], outcomes: Record<string, string> = {}): Recording {
  const endpoint = { method: "GET", path: "/page", query: "" };
  return { endpoint, recordedAt: "2026-11-01T00:00:00.000Z", status: 200, outcomes, calls: [...calls] };
}

function kinds(
  before: Recording,
  now: Recording,
  left: readonly LeftCall[] = [],
): (readonly [DriftLine["kind"], ...string[]])[] {
  return driftOf(before, { recording: now, left }).map(({ kind, details }) => [kind, ...details]);
}

test.for<[string, Partial<RecordedCall>, readonly [DriftLine["kind"], ...string[]]]>([
  ["the same answer, at another pace", { timing: { headersMs: 9, bodyMs: 9 } }, ["same"]],
  ["other values", { body: { json: { a: 2 } } }, ["values"]],
  ["another type", { body: { json: { a: "1" } } }, ["shape", "a: number, now string"]],
  ["a refusal", { status: 404, body: { json: { error: "x" } } }, ["shape", "status: 200, now 404"]],
  ["HTML", { headers: { "content-type": "text/html" } }, ["shape", "content type: application/json, now text/html"]],
  ["a type's parameter", { headers: { "content-type": "Application/JSON; charset=utf-8" } }, ["same"]],
  ["a failure of the moment", { status: 503 }, ["failing", "status 503, 200 when it was recorded"]],
  ["a limit", { status: 429 }, ["failing", "status 429, 200 when it was recorded"]],
  ["no body", { body: undefined }, ["shape", "the body: object, now nothing"]],
])("%s", ([, changes, expected]) => {
  expect(kinds(recording([call("/a")]), recording([call("/a", changes)]))).toEqual([expected]);
});

test("a call that is asked otherwise is compared all the same", () => {
  const before = recording([call("/a", {}, "lat=1"), call("/b")]);
  const now = recording([call("/b"), call("/a", { body: { json: { a: null } } }, "lat=2")]);
  expect(kinds(before, now)).toEqual([["shape", "a: number, now null"], ["same"]]);
  const sameShape = recording([call("/b"), call("/a", {}, "lat=2")]);
  expect(kinds(before, sameShape)).toEqual([["values", "the Worker asks it otherwise now"], ["same"]]);
});

test("an upstream that is away, and one that was not asked, could not be compared", () => {
  const before = recording([call("/a"), call("/b", { variable: "AIR_ORIGIN" })]);
  const away = {
    variable: "NEWS_ORIGIN",
    method: "GET",
    target: "/a",
    failure: "unreachable",
    why: "ECONNREFUSED",
  } as const;
  expect(kinds(before, recording([]), [away])).toEqual([
    ["unreachable", "unreachable: ECONNREFUSED"],
    ["unreachable", "the Worker did not ask it this time"],
  ]);
});

test.for<[string, string, boolean]>([
  ["ok", "invalid", true],
  ["invalid", "ok", true],
  ["invalid", "invalid", false],
  ["ok", "timeout", false],
])("a part that was %s and is %s now", ([before, now, isDrift]) => {
  const lines = kinds(recording([], { news: before }), recording([], { news: now }));
  expect(lines).toEqual(isDrift ? [["shape", `outcome: ${before}, now ${now}`]] : []);
});

test.for<[number, DriftLine["kind"][]]>([
  [0, []],
  [0, ["same", "values"]],
  [1, ["values", "shape", "unreachable"]],
  [3, ["same", "failing"]],
  [3, ["values", "unreachable"]],
])("the exit code is %i for %j", ([exitCode, seen]) => {
  expect(exitCodeOf(new Set(seen))).toBe(exitCode);
});
