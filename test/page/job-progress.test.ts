// A job's rate and the time it still takes, and what is made of its documents.
import { describe, expect, test } from "vitest";
import { JobProgress } from "../../src/page/home/job/job-progress.ts";
import { jobReportOf } from "../../src/page/home/job/job-report.ts";
import { tellJob, writeLeft } from "../../src/page/home/job/tell-job.ts";

const document = {
  id: "a",
  state: "running",
  total: 2_000,
  settled: 0,
  byOutcome: {},
  createdAt: "2026-11-25T10:00:00.000Z",
  endedAt: null,
};

function progressOf(...samples: readonly (readonly [atMs: number, changes: Partial<Record<string, unknown>>])[]) {
  const progress = new JobProgress();
  for (const [atMs, changes] of samples) {
    const report = jobReportOf({ ...document, ...changes });
    if (report !== undefined) progress.take(report, atMs);
  }
  return progress;
}

describe("the rate", () => {
  test("is not known before there are two reports, at different times", () => {
    for (const progress of [progressOf(), progressOf([0, {}]), progressOf([5, {}], [5, { settled: 1 }])])
      expect([progress.perSecond, progress.leftMs]).toEqual([undefined, undefined]);
  });

  test("is that of the last five seconds, and the time left follows from it", () => {
    const progress = progressOf([0, {}], [4_000, { settled: 1_000 }], [6_000, { settled: 1_100 }]);
    expect([progress.perSecond, progress.leftMs]).toEqual([50, 18_000]);
  });

  test("of a job that stands still leaves the time unknown", () => {
    const progress = progressOf([0, { settled: 3 }], [1_000, { settled: 3 }]);
    expect([progress.perSecond, progress.leftMs]).toEqual([0, undefined]);
  });

  test("of a job that has ended is that of all its time", () => {
    const ended = { state: "done", settled: 2_000, endedAt: "2026-11-25T10:00:10.000Z" };
    const progress = progressOf([0, {}], [1_000, ended]);
    expect([progress.perSecond, progress.leftMs, progress.hasEnded]).toEqual([200, undefined, true]);
  });
});

test.each([undefined, null, "x", [], {}, { ...document, total: "2000" }, { ...document, settled: -1 }])(
  "what is no document of a job is left out: %j",
  (data) => expect(jobReportOf(data)).toBeUndefined(),
);

test("counts that are no numbers are left out", () => {
  expect(jobReportOf({ ...document, byOutcome: { ok: 1, lost: "many" } })?.byOutcome).toEqual({ ok: 1 });
});

test.each([
  [{}, "The job is running. It goes on if you close this page."],
  [{ state: "cancelling" }, "The job is being cancelled."],
  [
    { state: "done", settled: 2_000, byOutcome: { ok: 1_950, http_error: 50 }, endedAt: "2026-11-25T10:00:10.000Z" },
    "All 2,000 have a result, after 10.0\u00A0s: 1,950 ok, 50 http error.",
  ],
  [
    { state: "cancelled", settled: 2_000, byOutcome: { ok: 7, cancelled: 1_993 }, endedAt: "2026-11-25T10:00:01.000Z" },
    "Cancelled after 1.00\u00A0s: 7 of 2,000 are ok, and each has a result.",
  ],
])("it is said where a job is: %j", (changes, sentence) => {
  expect(tellJob(progressOf([0, changes]))).toBe(sentence);
});

test.each([
  [200, "about 1\u00A0s"],
  [99_001, "about 2\u00A0min"],
])("%d ms are left: %s", (ms, told) => {
  expect(writeLeft(ms)).toBe(told);
});
