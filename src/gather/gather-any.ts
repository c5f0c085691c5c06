// The first success.
import { gatherSome } from "./gather-some.ts";
import type { GatherOptions, ResultOf, TaskContext, Tasks } from "./task.ts";

/**
 * Runs every task at once and returns the first success. The losers are aborted, and have stopped before this returns; what the
 * winner returned lives on, because each task has a signal of its own.
 *
 * Like `Promise.any`, which leaves the losers running.
 *
 * @throws `AggregateError` when every task has failed, or there is none, with the errors in input order; otherwise as `asCompleted`.
 *
 * Caveat: a task that ignores its signal holds the call open, for at most `graceMs` (100 ms).
 */
export async function gatherAny<const S extends Tasks<C>, C extends TaskContext = TaskContext>(
  tasks: S,
  options: GatherOptions<C> = {},
): Promise<ResultOf<S>> {
  const [first] = await gatherSome(1, tasks, options);
  return first as ResultOf<S>;
}
