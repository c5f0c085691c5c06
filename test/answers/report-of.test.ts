// How a part that made several calls tells of them.
import { expect, test } from "vitest";
import { reportOf } from "../../src/answers/report-of.ts";
import { Stopwatch } from "../../src/upstream/call/stopwatch.ts";
import { callTo } from "../support/layer.ts";

test("waits of several calls add up to tenths of a millisecond", () => {
  const calls = [0.1, 0.2].map((queuedMs) => Object.assign(callTo(), { queuedMs }));
  expect(reportOf(new Stopwatch(0), calls).timing.queuedMs).toBe(0.3);
});
