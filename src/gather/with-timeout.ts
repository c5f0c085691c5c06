// A deadline for one task.
import { gather } from "./gather.ts";
import type { GatherOptions, Task, TaskContext } from "./task.ts";

/**
 * Runs one task for at most `timeoutMs` milliseconds. Like `async with asyncio.timeout()`: when the time is over, the
 * task's signal aborts, and the call rejects once the task has stopped. Of nested deadlines, the earliest one wins.
 *
 * With 0 or less the task is not called. `Infinity` sets no limit.
 *
 * @example
 * const body = await withTimeout(800, ({ signal }) => fetchJson(url, signal));
 *
 * @throws The error of the task.
 * @throws {TimeoutError} after `timeoutMs`. Its message names the limit.
 * @throws The reason of `signal`.
 * @throws {RangeError} for NaN.
 *
 * Caveat: a task that ignores its signal delays the end, by at most `graceMs` (100 ms).
 */
export async function withTimeout<T, C extends TaskContext = TaskContext>(
  timeoutMs: number,
  task: Task<T, C>,
  options: Pick<GatherOptions<C>, "signal" | "context" | "graceMs"> = {},
): Promise<T> {
  const [result] = await gather<[Task<T, C>], C>([task], { ...options, timeoutMs });
  return result;
}
