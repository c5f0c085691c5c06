// The first success of several tasks.
import { gatherSome } from "./gather-some.ts";
import type { GatherOptions, ResultOf, TaskContext, Tasks } from "./task.ts";

/**
 * Runs every task at once and returns the first success. The other tasks are aborted, and have stopped before this
 * returns. The winner's response can still be read, because each task has its own signal.
 *
 * Like `Promise.any`, which leaves the other tasks running.
 *
 * @example
 * const response = await gatherAny([
 *   ({ signal }) => fetch(primary, { signal }),
 *   ({ signal }) => fetch(mirror, { signal }),
 * ]);
 *
 * @throws {AggregateError} when every task has failed, with the errors in input order, or when `tasks` is empty.
 * @throws All errors of `asCompleted`.
 *
 * Caveat: a task that ignores its signal delays the return, by at most `graceMs` (100 ms).
 */
export async function gatherAny<const S extends Tasks<C>, C extends TaskContext = TaskContext>(
  tasks: S,
  options: GatherOptions<C> = {},
): Promise<ResultOf<S>> {
  const [first] = await gatherSome(1, tasks, options);
  return first as ResultOf<S>;
}
