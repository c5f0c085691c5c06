// The engine of gather and gatherSettled: start all tasks, join them with a Promise combinator, clean up.
import { feed } from "./feed.ts";
import { Run } from "./run.ts";
import { shaped, sourceOf } from "./source.ts";
import type { GatherOptions, Task, TaskContext, Tasks } from "./task.ts";

/** The difference between `gather` and `gatherSettled`. */
interface Joining {
  /** `Promise.all` or `Promise.allSettled`. */
  readonly join: (started: readonly Promise<unknown>[]) => Promise<unknown[]>;
  /** If true, a failed task stops the run. */
  readonly failFast: boolean;
}

/** Runs every task and resolves to the result of `join`, in the shape of `tasks`. */
export async function collect<C extends TaskContext>(
  tasks: Tasks<C>,
  options: GatherOptions<C>,
  { join, failFast }: Joining,
): Promise<unknown> {
  const source = sourceOf(tasks);
  const run = new Run<C>(options);
  const started: Promise<unknown>[] = [];
  // If all tasks start at once, `join` sees each of them end. Then no task costs an extra handler or promise.
  const watched = source.size === undefined || source.size > run.concurrency;
  const feeding = feed(run, source, failFast ? beginOrStop : begin);
  try {
    await run.orStop(feeding);
    return shaped(source, await run.orStop(join(started)));
  } catch (reason) {
    throw run.stop(reason);
  } finally {
    await run.close(() => Promise.allSettled([feeding, ...started]));
  }

  function begin(task: Task<unknown, C>, _index: number, free: () => void): boolean {
    const running = run.start(task);
    started.push(running);
    if (watched) void running.then(free, free);
    return !run.stopped;
  }

  // A throw ends the feed but does not stop the run: an earlier task may have failed first, and `join` finds it.
  function beginOrStop(task: Task<unknown, C>, _index: number, free: () => void): boolean {
    try {
      const running = run.call(task);
      started.push(running);
      if (watched) void running.then(free, stop);
      return !run.stopped;
    } catch (thrown) {
      started.push(Promise.reject(thrown));
      return false;
    }
  }

  function stop(reason: unknown): void {
    run.stop(reason);
  }
}
