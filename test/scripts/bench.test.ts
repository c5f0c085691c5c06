// The bench's arithmetic: a verdict is worth something only if it can fail.
import { describe, expect, test } from "vitest";
import { lineOf } from "../../scripts/bench/contestants/contestant.ts";
import { grouped } from "../../scripts/bench/profile/group-of.ts";
import type { Frame } from "../../scripts/bench/profile/take-profile.ts";
import { comparison } from "../../scripts/bench/tools/comparison.ts";
import { cpuTimeMs } from "../../scripts/bench/tools/cpu-time.ts";
import { differences, ratios, takeTurns } from "../../scripts/bench/tools/take-turns.ts";
import { verdictOf } from "../../scripts/bench/tools/row.ts";
import { median, percentile, quietMean } from "../../scripts/bench/tools/statistics.ts";
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
  expect(differences(samples.a, samples.b)).toEqual([-1, 1, -1]);
});

test("a contestant that was not run has rows that say so, on either side of a comparison", () => {
  for (const samples of [
    ratios([1, 2], []),
    ratios([1, 2]),
    ratios([], [1, 2]),
    ratios(undefined, [1]),
    differences([1]),
  ]) {
    expect(verdictOf({ what: "ours ÷ aiohttp", samples, bound: { atLeast: 1.4 } })).toBe("not run");
  }
});

test("CPU time is compared by the quieter half of the rounds", () => {
  expect(quietMean([9, 2, 4])).toBe(3);
  expect(comparison([9, 2, 4], [1, 2], quietMean)).toMatchObject({ value: 3 });
  expect(verdictOf({ what: "", ...comparison([], [1], quietMean), bound: { atMost: 1 } })).toBe("not run");
});

test("a comparison is the ratio of the medians, and the rounds are its spread; it was not run without both sides", () => {
  const row = { what: "ours ÷ bare", ...comparison([2, 4, 90], [2, 1, 1]), bound: { atMost: 4 } };
  expect(row.samples).toEqual([1, 4, 90]);
  expect(sectionText("Title", [row])).toContain("ours ÷ bare  4  1 .. 90 (3)  <= 4  holds");
  expect(verdictOf({ what: "ours ÷ bare", ...comparison([2], undefined), bound: { atMost: 4 } })).toBe("not run");
});

test("a contestant's line names the promises that it keeps and the ones that it does not", () => {
  const contestant = { name: "x", path: "/", caveat: "why", start: () => Promise.resolve(undefined) };
  expect(lineOf({ ...contestant, keeps: ["retries", "schema"] })).toBe(
    "retries, schema; no timeouts, six slots, cancels, breaker; why",
  );
  expect(lineOf({ ...contestant, keeps: [] })).toMatch(/^no promises; no retries, /);
});

test.runIf(cpuTimeMs(process.pid) !== undefined)("CPU time counts every thread, below a clock tick", () => {
  const before = cpuTimeMs(process.pid) ?? NaN;
  let used = 0;
  // The kernel adds up a running thread's time now and then, not at each look.
  while (used === 0) used = (cpuTimeMs(process.pid) ?? NaN) - before;
  expect(used).toBeGreaterThan(0);
  expect(used % 10).not.toBe(0);
  expect(cpuTimeMs(2 ** 30)).toBeUndefined();
});

test("a profile is grouped by source file and by the runtime's functions; the rest of the CPU time was outside the isolate", () => {
  const frame = (functionName: string, url = ""): Frame => ({ functionName, url, lineNumber: 0, columnNumber: 0 });
  const layer = frame("attempt", "src/upstream/layers/retry.ts");
  const stacks = [
    { ms: 1, frames: [layer] },
    { ms: 2, frames: [frame("setTimeout"), layer] },
    { ms: 4, frames: [frame(""), layer] },
    { ms: 8, frames: [frame("(idle)")] },
    { ms: 16, frames: [frame("(program)")] },
    { ms: 32, frames: [frame("parse", "node_modules/zod/v4/core.js")] },
  ];
  const sums = grouped({ stacks, cpuMs: 100 }, ({ url }) => url || undefined);
  expect(Object.fromEntries([...sums].filter(([, ms]) => ms > 0))).toEqual({
    "outside the isolate: sockets, HTTP, event loop": 100 - 1 - 2 - 4 - 16 - 32,
    "inside, but not in JavaScript": 16,
    "timers, signals and their listeners": 2,
    "upstream/: the layers of a call": 1 + 4,
    zod: 32,
  });
});

test("counts are printed without decimals", () => {
  expect(sectionText("Title", [{ what: "promises", samples: [6], unit: "of 6" }])).toContain("promises  6 of 6");
});

test("a table shows median, spread, bound, verdict and notes; JSON has the samples as well", () => {
  const row = { what: "ours ÷ theirs", samples: [0.5, 1.25, 0.75], bound: { atLeast: 0.9 }, note: "why" };
  expect(sectionText("Title", [row, { what: "absent", samples: [], bound: { atMost: 2 } }])).toBe(`Title

  ours ÷ theirs  0.750  0.500 .. 1.25 (3)  >= 0.9  falls short
      why
  absent             -                       <= 2  not run
`);
  expect(rowJson("Title", row)).toMatchObject({
    value: 0.75,
    min: 0.5,
    max: 1.25,
    atLeast: 0.9,
    verdict: "falls short",
  });
});
