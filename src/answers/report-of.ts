// Makes the report on a part from its calls.
import type { Call } from "../upstream/call/call.ts";
import { rounded, type Stopwatch } from "../upstream/call/stopwatch.ts";
import type { Timing } from "../upstream/call/timing.ts";
import type { Failure } from "../upstream/call/failure-of.ts";
import type { PartReport } from "./merged-answer.ts";

/**
 * Returns the report on a part that has just ended: its start and total from `watch`, and the times of its calls. A
 * part with a value is `ok`, even if some of its calls failed. If its value is stale, it reports the upstream's
 * failure.
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
  // With several calls, the part has no single time of headers.
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
