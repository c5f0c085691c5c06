// A task as a bar: steps in, segments out.
import { describe, expect, test } from "vitest";
import { type Bar, ended, entered, notBegun, stepped } from "../../src/page/home/bar.ts";
import type { Progress } from "../../src/upstream/call/progress.ts";

/** A bar after these steps, each `phase attempt atMs`. */
function after(...steps: readonly string[]): Bar {
  return steps.reduce((bar, step) => {
    const [phase, attempt, atMs] = step.split(" ");
    return stepped(bar, { phase: phase as Progress["phase"], attempt: Number(attempt), atMs: Number(atMs) });
  }, notBegun("air"));
}

/** Its segments as `phase from-to`; a hedge's have `beside`, given up ones `lost`, those of a failed attempt `failed`. */
function drawn({ segments }: Bar): string[] {
  return segments.map(({ phase, fromMs, toMs, strand, lost, failed }) =>
    [
      `${phase} ${fromMs}-${toMs ?? ""}`,
      ...(strand === 1 ? ["beside"] : []),
      ...(lost ? ["lost"] : []),
      ...(failed ? ["failed"] : []),
    ].join(" "),
  );
}

const timing = { startMs: 10, queuedMs: 20, ttfbMs: 30, bodyMs: 40, totalMs: 90, attempts: 1, hedged: false };

describe("while it runs", () => {
  test("each step ends what was before, and the last one lasts", () => {
    expect(drawn(after("queued 1 0", "sent 1 20", "headers 1 50"))).toEqual([
      "queued 0-20",
      "waiting 20-50",
      "body 50-",
    ]);
  });

  test("a retry is a pause, then the queue again, then another attempt", () => {
    const bar = after("queued 1 0", "sent 1 0", "headers 1 5", "retry 2 6", "queued 2 80", "sent 2 81");
    expect(drawn(bar).slice(2)).toEqual(["body 5-6 failed", "retry 6-80", "queued 80-81", "waiting 81-"]);
  });

  test("a hedge runs beside the first attempt, which is given up when the hedge has headers first", () => {
    const bar = after("queued 1 0", "sent 1 0", "hedge 2 30", "sent 2 30", "headers 2 40");
    expect(drawn(bar)).toEqual(["queued 0-0", "waiting 0-40 lost", "waiting 30-40 beside", "body 40- beside"]);
  });

  test("a hedge is given up when the first attempt has headers after all", () => {
    const bar = after("queued 1 0", "sent 1 0", "hedge 2 30", "sent 2 30", "headers 1 40");
    expect(drawn(bar)).toEqual(["queued 0-0", "waiting 0-40", "waiting 30-40 beside lost", "body 40-"]);
  });

  test("the headers of a redirect's hops are those of one attempt", () => {
    expect(drawn(after("sent 1 0", "headers 1 5", "headers 1 9"))).toEqual(["waiting 0-5", "body 5-9", "body 9-"]);
  });
});

describe("when it has ended", () => {
  test("what lasted ends with it", () => {
    const bar = ended(after("queued 1 0", "sent 1 20"), { outcome: "timeout", atMs: 100 });
    expect(drawn(bar)).toEqual(["queued 0-20", "waiting 20-100"]);
  });

  test("its timing says what it did where no step was told", () => {
    const bar = ended(notBegun("air"), { outcome: "ok", atMs: 100, timing });
    expect(drawn(bar)).toEqual(["queued 10-30", "waiting 30-60", "body 60-100"]);
  });

  test("and where some of the steps were left out", () => {
    const bar = ended(after("queued 1 10", "sent 1 30"), {
      outcome: "ok",
      atMs: 100,
      timing: { ...timing, attempts: 2 },
    });
    expect(drawn(bar)).toEqual(["queued 10-30", "waiting 30-60", "body 60-100"]);
  });

  test("a call that was never sent was queued, and nothing else", () => {
    const never = { ...timing, queuedMs: 90, ttfbMs: null, bodyMs: null, attempts: 0 };
    const bar = ended(after("queued 1 10"), { outcome: "not_attempted", atMs: 100, timing: never });
    expect(drawn(bar)).toEqual(["queued 10-100"]);
  });

  test("a call that was refused was never under way", () => {
    const refused = { ...timing, queuedMs: 0, ttfbMs: null, bodyMs: null, attempts: 0 };
    expect(drawn(ended(after("queued 1 10"), { outcome: "blocked", atMs: 100, timing: refused }))).toEqual([]);
  });

  test("nothing ends before it began, whatever two clocks say", () => {
    expect(drawn(ended(entered(notBegun("air"), "running", 50), { outcome: "stopped", atMs: 49 }))).toEqual([
      "running 50-50",
    ]);
  });
});
