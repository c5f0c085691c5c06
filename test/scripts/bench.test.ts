// The bench's arithmetic: a verdict is worth something only if it can fail.
import { describe, expect, test } from "vitest";
import { ratios, takeTurns } from "../../scripts/bench/tools/take-turns.ts";
import { verdictOf } from "../../scripts/bench/tools/row.ts";
import { median, percentile } from "../../scripts/bench/tools/statistics.ts";
import { rowJson, sectionText } from "../../scripts/bench/tools/table.ts";

describe("verdicts", () => {
  const row = { what: "ours ÷ theirs", samples: [1, 9, 2] };

  test("compare the median with the bound, which itself holds", () => {
    expect(verdictOf({ ...row, bound: { atMost: 2 } })).toBe("holds");
    expect(verdictOf({ ...row, bound: { atMost: 1.99 } })).toBe("falls short");
    expect(verdictOf({ ...row, bound: { atLeast: 2 } })).toBe("holds");
    expect(verdictOf({ ...row, bound: { atLeast: 2.01 } })).toBe("falls short");
  });

  test("say nothing without a bound, and 'not run' without samples", () => {
    expect(verdictOf(row)).toBe("");
    expect(verdictOf({ ...row, samples: [], bound: { atMost: 2 } })).toBe("not run");
  });

  test("never hold for what is no number", () => {
    expect(verdictOf({ ...row, samples: [NaN], bound: { atMost: 2 } })).toBe("falls short");
    expect(verdictOf({ ...row, samples: [NaN], bound: { atLeast: 2 } })).toBe("falls short");
  });
});

test("percentiles go by nearest rank; the median of an even number lies between the middle two", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([0.01, 0.9, 0.99, 1].map((share) => percentile(hundred, share))).toEqual([1, 90, 99, 100]);
  expect(median(hundred)).toBe(50.5);
  expect(median([3, 1, 2])).toBe(2);
  expect(median([])).toBeNaN();
});

test("contestants take turns, each round beginning with another one; ratios are those of one round", async () => {
  const order: string[] = [];
  const measure = (name: string) => async () => order.push(name);
  const samples = await takeTurns(3, { a: measure("a"), b: measure("b") });
  expect(order.join("")).toBe("abbaab");
  expect(samples).toEqual({ a: [1, 4, 5], b: [2, 3, 6] });
  expect(ratios(samples.a, samples.b)).toEqual([1 / 2, 4 / 3, 5 / 6]);
});

test("a table shows median, spread, bound, verdict and notes; JSON has the samples as well", () => {
  const row = { what: "ours ÷ theirs", samples: [0.5, 1.25, 0.75], bound: { atLeast: 0.9 }, note: "why" };
  expect(sectionText("Title", [row, { what: "absent", samples: [], bound: { atMost: 2 } }])).toBe(`Title

  ours ÷ theirs  0.750  0.500 .. 1.25 (3)  >= 0.9  falls short
      why
  absent             -                       <= 2  not run
`);
  expect(rowJson("Title", row)).toMatchObject({
    median: 0.75,
    min: 0.5,
    max: 1.25,
    atLeast: 0.9,
    verdict: "falls short",
  });
});
