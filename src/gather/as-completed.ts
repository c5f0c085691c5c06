// Results one by one, the fastest first.
import { completions, type Completion } from "./completions.ts";
import type { GatherOptions, TaskContext, Tasks } from "./task.ts";

/**
 * Runs every task at once and yields `{ key, status, value | reason }` as each one ends, whichever way it ends.
 *
 * Like `asyncio.as_completed`, with an end: leaving the loop early aborts the tasks that are still running and waits for them to stop.
 * The tasks start when the loop does. Each has a signal of its own, so that what an ended task returned (a response whose body is
 * still to be read, say) lives on when others are cancelled.
 *
 * A result keeps its place until the loop asks for the next one: with `concurrency`, a slow loop bounds what is started ahead.
 *
 * @throws from the loop, after the results that were in by then: the reason of `signal`; a `TimeoutError` after `timeoutMs`; what an
 * iterable throws; `TypeError` for a task that is not a function; `RangeError` for an option out of range.
 *
 * Caveat: a loop that is dropped without being left (`next()` never called again) is ended only by `signal` or `timeoutMs`. `return()` called
 * by hand takes effect when the `next()` before it has settled; aborting `signal` does so at once.
 */
export function asCompleted<const S extends Tasks<C>, C extends TaskContext = TaskContext>(
  tasks: S,
  options: GatherOptions<C> = {},
): AsyncGenerator<Completion<S>, void, undefined> {
  return completions(tasks, options);
}
