// A request may say how long it is willing to wait.
import type { Context } from "hono";
import { settingsOf } from "../env.ts";
import { faulty } from "./problem.ts";
import type { AppEnv } from "./scope.ts";

/**
 * Gives the request `deadlineMs` from its start; `DEADLINE_MS` where that is `undefined`. `kind` says where the caller wrote it; `furtherMs` are
 * kept back from upstreams, for what is done with their answers.
 *
 * @throws `Problem` where that is over `MAX_DEADLINE_MS`.
 */
export function setDeadline(
  c: Context<AppEnv>,
  deadlineMs: number | undefined,
  kind: "invalid-field" | "invalid-query",
  furtherMs = 0,
): void {
  const { DEADLINE_MS, MAX_DEADLINE_MS } = settingsOf(c.env);
  if (deadlineMs !== undefined && deadlineMs > MAX_DEADLINE_MS)
    throw faulty(kind, "deadlineMs", `may be at most ${MAX_DEADLINE_MS}`);
  c.var.scope.setDeadline(deadlineMs ?? DEADLINE_MS, furtherMs);
}

/** Milliseconds to keep back for telling so many results: a fifth of one each. */
export function tellingMs(results: number): number {
  return Math.floor(results / 5);
}
