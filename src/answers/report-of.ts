// How a part went, told from the calls that it made.
import type { Call } from "../upstream/call/call.ts";
import { rounded, type Stopwatch } from "../upstream/call/stopwatch.ts";
import type { Timing } from "../upstream/call/timing.ts";
import type { Failure } from "../upstream/call/failure-of.ts";
import type { PartReport } from "./merged-answer.ts";

/**
 * The report of a part that has just ended: its own start and total, by `watch`, and what its calls did between them. A part that is there is
 * `ok`, whatever became of calls that it did without; but where all it has is stale, its upstream's failure is told.
 */
export function reportOf(watch: Stopwatch, calls: readonly Call[], failure?: Failure): PartReport {
  watch.end();
  const last = calls.at(-1);
  const cache = failure === undefined ? last?.cached : undefined;
  const { outcome = "ok", reason } = failure ?? (cache?.state === "stale" ? last : undefined) ?? {};
  const message = failure?.message ?? cache?.why;
  return {
    outcome,
    ...(reason && { reason }),
    ...(message && { message }),
    ...(cache && { cache }),
    timing: timingOf(watch, calls),
  };
}

function timingOf(watch: Stopwatch, calls: readonly Call[]): Timing {
  const { startMs, totalMs } = watch.timing();
  const timings = calls.map((call) => call.timing());
  const sum = (of: (timing: Timing) => number): number => timings.reduce((total, timing) => total + of(timing), 0);
  // The headers of several calls are no moment of the part's.
  const only = timings.length === 1 ? timings[0] : undefined;
  return {
    startMs,
    queuedMs: rounded(sum(({ queuedMs }) => queuedMs)),
    ttfbMs: only?.ttfbMs ?? null,
    bodyMs: only?.bodyMs ?? null,
    totalMs,
    attempts: sum(({ attempts }) => attempts),
    hedged: timings.some(({ hedged }) => hedged),
  };
}
