// Changed shapes, and changed values.
import { expect, test } from "vitest";
import { compareShapes } from "../../../scripts/record/compare-shapes.ts";
import { shapeOf } from "../../../scripts/record/shape-of.ts";

const differences = (before: unknown, now: unknown): string[] =>
  compareShapes(shapeOf({ json: before }), shapeOf({ json: now }));

test.for<[string, unknown, unknown]>([
  ["values", { a: 1, b: "x", c: [1, 2] }, { a: 2, b: "y", c: [3] }],
  ["the order of fields", { a: 1, b: 2 }, { b: 2, a: 1 }],
  ["an empty list", { a: [{ b: 1 }] }, { a: [] }],
  ["a list that was empty", { a: [] }, { a: [{ b: 1 }] }],
  ["a type of several that is not there now", { a: [1, "x"] }, { a: [1] }],
  ["a field that some items lacked, and all lack now", { a: [{ b: 1 }, {}] }, { a: [{}] }],
  ["a field that some items have now", { a: [{ b: 1 }] }, { a: [{ b: 1, c: 2 }, { b: 1 }] }],
  ["names that are dates", { days: { "2026-11-01": { high: 1 } } }, { days: { "2026-11-02": { high: 2 } } }],
  ["a number that JavaScript cannot hold", { id: 1 }, { id: 2 }],
])("%s is no change of shape", ([, before, now]) => {
  expect(differences(before, now)).toEqual([]);
});

test.for<[string, unknown, unknown, string[]]>([
  ["a field that is gone, with all below it", { a: { b: { c: 1 } }, d: 1 }, { d: 1 }, ["a: gone"]],
  ["a new field, with all below it", { d: 1 }, { a: { b: { c: 1 } }, d: 1 }, ["a: new"]],
  ["another type", { a: { b: 1 } }, { a: { b: "1" } }, ["a.b: number, now string"]],
  ["null", { a: "x" }, { a: null }, ["a: string, now null"]],
  ["an object in place of a value", { a: 1 }, { a: { b: 1 } }, ["a: number, now object"]],
  ["a list in place of an object", { a: { b: 1 } }, { a: [{ b: 1 }] }, ["a: object, now list"]],
  ["items of another type", [1, 2], [1, "x"], ["[]: number, now number or string"]],
  ["a field that some items lack now", [{ a: 1 }], [{ a: 1 }, {}], ["[].a: now missing from some items"]],
  ["the body", [], {}, ["the body: list, now object"]],
  ["a name with a dot", { "a.b": 1 }, {}, ["a.b: gone"]],
])("%s is a change of shape", ([, before, now, expected]) => {
  expect(differences(before, now)).toEqual(expected);
});

test("the lines of a stream are compared by what is in them", () => {
  const before = shapeOf({ lines: [{ atMs: 0, text: 'data: {"a":1}\n' }] });
  const now = shapeOf({
    lines: [
      { atMs: 0, text: 'data: {"a":"x"}\n' },
      { atMs: 5, text: "data: [DONE]\n" },
    ],
  });
  expect(compareShapes(before, now)).toEqual(["[].a: number, now string"]);
});
