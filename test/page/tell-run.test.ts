// What a run is said to have shown.
import { describe, expect, test } from "vitest";
import { notBegun } from "../../src/page/home/bar.ts";
import { choiceIn } from "../../src/page/home/choice.ts";
import { networkFault, problemFault } from "../../src/page/home/fault.ts";
import { Lane } from "../../src/page/home/lane.ts";
import { tellRun } from "../../src/page/home/tell-run.ts";
import { tellBar } from "../../src/page/home/words.ts";
import type { Outcome } from "../../src/upstream/call/outcome.ts";

const choice = choiceIn("?run=slots");

/** A lane whose tasks ended like this, each after 100 ms; the whole after `totalMs`. */
function ran(outcomes: readonly Outcome[], totalMs: number, complete = outcomes.every((how) => how === "ok")): Lane {
  const lane = new Lane(outcomes.map((_, index) => `api ${index + 1}`));
  const timing = { startMs: 0, queuedMs: 0, ttfbMs: 90, bodyMs: 10, totalMs: 100, attempts: 1, hedged: false };
  lane.begin();
  for (const [index, outcome] of outcomes.entries())
    lane.hear({ type: "result", key: `api ${index + 1}`, outcome, timing });
  lane.hear({ type: "summary", complete, elapsedMs: totalMs, subrequests: outcomes.length });
  return lane;
}

/** What is said of these, with plain spaces. */
function sentence(...lanes: readonly Lane[]): string {
  const titles = ["Gathered", "One after the other"];
  const planned = lanes.map((lane, index) => ({ plan: { title: titles[index] ?? "" }, lane }));
  return tellRun(planned, choice).replaceAll("\u00A0", " ");
}

describe("two runs", () => {
  test("are compared where both did all there was to do", () => {
    expect(sentence(ran(["ok", "ok"], 100), ran(["ok", "ok"], 200))).toBe(
      "Gathered, 100 ms. One after the other, 200 ms: 2.0 times as long.",
    );
  });

  test("that were cut off are told by how far each came", () => {
    expect(sentence(ran(["ok", "ok", "deadline"], 654), ran(["ok", "deadline", "not_attempted"], 658))).toBe(
      "Gathered: 2 of 3 in 654 ms. One after the other: 1 of 3 in 658 ms.",
    );
  });

  test("are not compared where one of them alone was cut off", () => {
    expect(sentence(ran(["ok", "ok"], 100), ran(["ok", "deadline"], 150))).toBe(
      "Gathered: all 2 in 100 ms. One after the other: 1 of 2 in 150 ms.",
    );
  });

  test("are compared where each got the one that was wanted", () => {
    const any = (totalMs: number): Lane => ran(["ok", "cancelled"], totalMs, true);
    expect(sentence(any(100), any(150))).toMatch(/1\.5 times as long/);
  });

  test("that met the same refusal say it once", () => {
    const lanes = [new Lane(["task 1"]), new Lane(["task 1"])];
    for (const lane of lanes) {
      lane.begin();
      lane.breakOff(networkFault(false, false), 9);
    }
    expect(sentence(...lanes)).toBe("You are offline.");
  });

  test("of which one was stopped", () => {
    const second = new Lane(["task 1"]);
    second.begin();
    second.stop(1_010);
    expect(sentence(ran(["ok"], 100), second)).toBe(
      "Gathered: all 1 in 100 ms. One after the other: stopped after 1.01 s: the Worker cancelled the rest.",
    );
  });
});

describe("one run", () => {
  test.each([
    ["All 2 in 100 ms. Their times add up to 200 ms.", ran(["ok", "ok"], 100)],
    ["1 of 2 in 300 ms. The answer is marked as partial.", ran(["ok", "deadline"], 300)],
    ["1 of 2 in 100 ms, as many as needed.", ran(["ok", "cancelled"], 100, true)],
  ])("%s", (said, lane) => {
    expect(sentence(lane)).toBe(said);
  });

  test("that found nothing says what", () => {
    const lane = new Lane(["place"]);
    lane.begin();
    lane.refuse(problemFault({ title: "There is nothing here", status: 404, detail: "there is no such place" }), 9);
    expect(sentence(lane)).toBe("There is no such place.");
  });
});

test("a task whose turn has not come says why", () => {
  expect(tellBar(notBegun("api 13"), "one runs at a time")).toBe("api 13: not started: one runs at a time");
});
