// The log's account of a scope.
import type { Outcome } from "./upstream/call/outcome.ts";
import type { Scope } from "./upstream/request/scope.ts";

/** Failed calls that a line names; a line of the log may have 256 kB at most. */
const MAX_FAILED = 50;

/** How many calls there were, how they ended, which failed, and which go on because the platform cannot cancel them. */
export function scopeReport({ trace, calls, budget, elapsedMs, unsettled }: Scope): Record<string, unknown> {
  const outcomes: Partial<Record<Outcome, number>> = {};
  for (const { outcome } of calls) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  const failed = calls
    .filter(({ outcome }) => outcome !== "ok")
    .slice(0, MAX_FAILED)
    .map(({ upstream, outcome, reason }) => ({ upstream, outcome, reason }));
  const goingOn = [...unsettled].map(({ upstream }) => upstream);
  return {
    traceId: trace.traceId,
    durationMs: Math.round(elapsedMs),
    calls: calls.length,
    subrequests: budget.spent,
    outcomes,
    ...(failed.length > 0 && { failed }),
    ...(goingOn.length > 0 && { goingOn }),
  };
}
