// A deadline for one task.
import { gather } from "./gather.ts";
import type { GatherOptions, Task, TaskContext } from "./task.ts";

/**
 * Runs one task for at most `timeoutMs` milliseconds. Like `async with asyncio.timeout()`: when the time is over the task's signal
 * aborts, and the call rejects once the task has stopped. Of nested deadlines the earlier one ends both.
 *
 * 0 or less has passed already, so that the task is not called; `Infinity` sets no limit.
 *
 * @throws the task's own error; a `TimeoutError` that names the limit; the reason of `signal`; `RangeError` for NaN.
 *
 * Caveat: a task that ignores its signal holds the call open, for at most `graceMs` (100 ms).
 */
export async function withTimeout<T, C extends TaskContext = TaskContext>(
  timeoutMs: number,
  task: Task<T, C>,
  options: Pick<GatherOptions<C>, "signal" | "context" | "graceMs"> = {},
): Promise<T> {
  const [result] = await gather<[Task<T, C>], C>([task], { ...options, timeoutMs });
  return result;
}
