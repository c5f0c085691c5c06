// The project itself: one contestant for each way to call an upstream.
import type { Contestant, Promised } from "./contestant.ts";

const ALWAYS: readonly Promised[] = ["retries", "timeouts", "six slots", "breaker", "cancels"];
const MORE = "also a budget, a guard, a deadline, traces and problem documents";

function ours(name: string, path: string, more: Partial<Contestant> = {}): Contestant {
  return {
    name,
    path: `/merged/${path}`,
    keeps: ALWAYS,
    caveat: MORE,
    start: (stage, origin) => stage.serve("ours", origin),
    ...more,
  };
}

/** The low-level calls, which check no schema. */
export const scopeFetch = ours("scope.fetch", "fetch");
export const scopeRead = ours("scope.read", "read");

/** The way that the README recommends: an upstream declared with a schema. */
export const declared = ours("declared upstream", "declared", { keeps: [...ALWAYS, "schema"] });

/** The same as parts of a merged answer, five required and five optional. */
export const merge = ours("merge", "merge", {
  keeps: [...ALWAYS, "schema"],
  caveat: `${MORE}; answers what is there, and reports each part`,
  saysMore: true,
});
