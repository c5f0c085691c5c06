// A run as it comes along, fed with the lines of an answer.
import { describe, expect, test } from "vitest";
import { networkFault } from "../../src/page/home/fault.ts";
import { listenerFor } from "../../src/page/home/hear-lines.ts";
import { Lane } from "../../src/page/home/lane.ts";
import { LaneClock } from "../../src/page/home/lane-clock.ts";
import type { Preset } from "../../src/page/home/presets.ts";

const timing = { startMs: 0, queuedMs: 0, ttfbMs: 30, bodyMs: 0, totalMs: 30, attempts: 1, hedged: false };

/** Feeds `lines` to a lane of these tasks. */
function heard(asks: Preset["asks"], keys: readonly string[], lines: readonly string[]) {
  const lane = new Lane(keys);
  const moments: number[] = [];
  lane.begin();
  const listener = listenerFor(asks, lane, (atMs) => moments.push(atMs));
  for (const line of lines) listener.take(line);
  return { lane, moments, whole: listener.end(), ends: lane.bars.map(({ end }) => end?.outcome) };
}

function event(type: string, data: unknown): string[] {
  return [`event: ${type}`, "id: 1", `data: ${JSON.stringify(data)}`, ""];
}

describe("the program", () => {
  test("each line is its task's", () => {
    const { lane, whole, moments } = heard(
      "hello",
      ["task 1", "task 2"],
      [
        '{"task":1,"text":"Hello World","atMs":0}',
        '{"task":2,"text":"Hello World","atMs":1}',
        '{"task":2,"text":"Hello Again","atMs":100}',
        '{"task":1,"text":"Hello Again","atMs":104}',
      ],
    );
    expect(lane.bars.map(({ segments }) => segments)).toMatchObject([
      [{ phase: "running", fromMs: 0, toMs: 104 }],
      [{ phase: "running", fromMs: 1, toMs: 100 }],
    ]);
    expect([whole, lane.state, lane.totalMs, moments]).toEqual([true, "done", 104, [0, 1, 100, 104]]);
  });

  test("it is not whole while a task has not said its second line", () => {
    expect(heard("hello", ["task 1"], ['{"task":1,"text":"Hello World","atMs":0}']).whole).toBe(false);
  });
});

describe("a fan-out", () => {
  test("steps, results and the summary", () => {
    const { lane, whole, ends } = heard(
      "gather",
      ["a", "0"],
      [
        ...event("progress", { key: "a", phase: "sent", attempt: 1, atMs: 5 }),
        ": alive",
        "",
        ...event("result", { key: "a", outcome: "ok", status: 200, timing }),
        ...event("result", { key: 0, outcome: "http_error", status: 404, message: "no", timing }),
        ...event("summary", { complete: false, elapsedMs: 31, subrequests: 2 }),
      ],
    );
    expect([whole, lane.state, lane.totalMs, ends]).toEqual([true, "done", 31, ["ok", "http_error"]]);
  });

  test("how many wait for headers is how many slots are taken", () => {
    const sent = ["a", "b", "c"].flatMap((key) => event("progress", { key, phase: "sent", attempt: 1, atMs: 0 }));
    const { lane } = heard(
      "gather",
      ["a", "b", "c"],
      [...sent, ...event("progress", { key: "b", phase: "headers", attempt: 1, atMs: 9 })],
    );
    expect(lane.waiting).toBe(2);
  });

  test("a problem in the summary is the run's", () => {
    const problem = { title: "The upstreams did not answer", status: 502, detail: 'upstream "a" failed' };
    const { lane, whole } = heard(
      "gather",
      ["a"],
      event("summary", { complete: false, elapsedMs: 9, subrequests: 1, problem }),
    );
    expect([whole, lane.fault]).toMatchObject([
      true,
      {
        title: 'Upstream "a" failed.',
        detail: "The upstreams did not answer (502). The stream had already started with status 200.",
      },
    ]);
  });

  test.each([
    ["no JSON", "data: {oops"],
    ["a number", "data: 7"],
    ["a list", "data: []"],
    ["null", "data: null"],
    ["an outcome that is none", `data: {"key":"a","outcome":"fine","timing":${JSON.stringify(timing)}}`],
    ["a timing that is none", 'data: {"key":"a","outcome":"ok","timing":{"startMs":"soon"}}'],
    ["no event at all", "<html>"],
  ])("what is no event of ours is left out: %s", (_what, line) => {
    const { ends, whole } = heard("gather", ["a"], ["event: result", line, ""]);
    expect([ends, whole]).toEqual([[undefined], false]);
  });
});

describe("a city", () => {
  const place = event("result", { key: "place", outcome: "ok", value: {}, timing });

  test("the other parts begin when there is a place", () => {
    const keys = ["place", "weather", "air", "summary"];
    const { lane } = heard("city", keys, place);
    expect(lane.bars.map(({ segments }) => segments.at(-1))).toMatchObject([
      { phase: "waiting", toMs: 30 },
      { phase: "running", fromMs: 30 },
      { phase: "running", fromMs: 30 },
      { phase: "running", fromMs: 30 },
    ]);
  });
});

describe("an end before the end", () => {
  test("stopped: what was under way is cancelled, what had ended stays as it was", () => {
    const { lane } = heard("gather", ["a", "b"], event("result", { key: "a", outcome: "ok", timing }));
    lane.stop(50);
    expect([lane.state, ...lane.bars.map(({ end }) => end?.outcome)]).toEqual(["stopped", "ok", "stopped"]);
  });

  test("broken off: how the rest ended is not known", () => {
    const { lane } = heard("gather", ["a"], []);
    lane.breakOff(networkFault(true, true), 50);
    expect([lane.state, lane.bars[0]?.end?.outcome, lane.fault?.title]).toEqual([
      "broken",
      "unknown",
      "The answer broke off",
    ]);
  });
});

test("the Worker's clock is guessed from the least lag that was seen", () => {
  let now = 1_000;
  const clock = new LaneClock(() => now);
  now = 1_050;
  clock.heard(10);
  expect(clock.nowMs).toBe(10);
  now = 1_100;
  clock.heard(70);
  expect(clock.nowMs).toBe(70);
  clock.heard(20);
  expect(clock.nowMs).toBe(70);
});
