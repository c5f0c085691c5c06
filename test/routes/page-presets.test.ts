// What the page at / sends is what the Worker takes, and what its sentences say comes of it.
import { describe, expect, inject, test } from "vitest";
import type { About } from "../../src/page/home/about.ts";
import { type Choice, choiceIn } from "../../src/page/home/choice.ts";
import { planRun } from "../../src/page/home/plan-run.ts";
import { withKey } from "../support/settings.ts";
import { get, linesOf, postGather, textOf } from "../support/worker.ts";
import { GatherLine } from "../../src/routes/gather/gather-answer.ts";

const about: About = {
  access: "open",
  maxDeadlineMs: 30_000,
  slots: 6,
  jobs: true,
  localUpstreams: inject("upstreams"),
};

/** The outcomes of a preset's calls by name, and what the summary says. */
async function run(id: string, changes: Partial<Choice>) {
  const [lane] = planRun({ ...choiceIn(`?run=${id}`), ...changes }, about, crypto.randomUUID());
  const response = await postGather(lane?.request.body, { Accept: "application/x-ndjson", ...withKey("presets-key") });
  const lines = (await linesOf(response)).map((line) => GatherLine.parse(line));
  const results = lines.filter((line) => line.type === "result");
  return {
    outcomes: Object.fromEntries(results.map(({ key, outcome }) => [key, outcome])),
    steps: lines.flatMap((line) => (line.type === "progress" ? [line] : [])),
    results,
    summary: lines.find((line) => line.type === "summary"),
  };
}

describe("to upstreams that behave as they are told", () => {
  test("more than six: all come, and the seventh is queued", async () => {
    const { outcomes, results } = await run("slots", { times: "7", delayMs: "40" });
    expect(Object.values(outcomes)).toEqual(Array(7).fill("ok"));
    expect(results.find(({ key }) => key === "api 7")?.timing.queuedMs).toBeGreaterThan(0);
  });

  test("one is slow: the deadline cuts it off, and the answer is partial", async () => {
    const { outcomes, summary } = await run("slow", { times: "3", delayMs: "150", deadlineMs: "1000" });
    expect(outcomes).toEqual({ "api 1": "ok", "api 2": "ok", slow: "deadline" });
    expect(summary).toMatchObject({ complete: false });
  });

  test("a required one fails: the others are cancelled", async () => {
    const { outcomes, summary } = await run("required", { times: "3", delayMs: "3000" });
    expect(outcomes).toEqual({ "api 1": "cancelled", required: "http_error", "api 3": "cancelled" });
    expect(summary).toMatchObject({ problem: { status: 502 } });
  });

  test("one fails twice: it is sent three times, and comes", async () => {
    const { outcomes, results } = await run("retry", { times: "2", delayMs: "10" });
    expect(outcomes).toEqual({ "api 1": "ok", flaky: "ok" });
    expect(results.find(({ key }) => key === "flaky")?.timing.attempts).toBe(3);
  });

  test("a slow tail, hedged: one in five is sent twice", async () => {
    const { outcomes, steps } = await run("hedge", { times: "5", delayMs: "100", hedgeMs: "700" });
    expect(Object.values(outcomes)).toEqual(Array(5).fill("ok"));
    expect(steps.filter(({ phase }) => phase === "hedge").length).toBe(1);
  });
});

test("the program and the city are asked for as they answer", async () => {
  for (const id of ["hello", "city"]) {
    for (const { request } of planRun({ ...choiceIn(`?run=${id}`), delayMs: "1" }, about, "")) {
      const response = await get(request.path, { headers: request.headers });
      expect([response.status, response.headers.get("Content-Type")]).toEqual([
        200,
        expect.stringContaining(request.headers["Accept"] ?? ""),
      ]);
      await textOf(response);
    }
  }
});
