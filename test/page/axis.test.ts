// Times on an axis.
import { expect, test } from "vitest";
import { marksOf, writeExactly, writeMark, writeMs, writeRound } from "../../src/page/home/axis.ts";

test.each([
  [31, 6, [0, 10, 20, 30]],
  [3_120, 6, [0, 1_000, 2_000, 3_000]],
  [1_040, 5, [0, 500, 1_000]],
  [0.5, 4, [0]],
  [60_000, 3, [0, 20_000, 40_000, 60_000]],
])("to %d ms with at most %d steps", (spanMs, most, marks) => {
  expect(marksOf(spanMs, most)).toEqual(marks);
});

test("a time is written as one would say it", () => {
  expect([0.4, 34, 999.4, 999.6, 3_006, 12_340].map(writeMs)).toEqual(
    ["0 ms", "34 ms", "999 ms", "1.00 s", "3.01 s", "12.3 s"].map((text) => text.replace(" ", "\u00A0")),
  );
  expect([writeMark(500, 1_040), writeMark(500, 3_120), writeMark(1_000, 1_040)]).toEqual([
    "500 ms",
    "0.5 s",
    "1,000 ms",
  ]);
  expect([300, 1_000, 1_500].map(writeRound)).toEqual(["300\u00A0ms", "1\u00A0s", "1.5\u00A0s"]);
  expect([0.25, 34.6, 1_003].map(writeExactly)).toEqual(["0.3", "35", "1,003"]);
});
