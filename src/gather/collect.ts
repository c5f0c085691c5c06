// The way that gather and gatherSettled share: start everything, join it with a Promise combinator, end it properly.
import { feed } from "./feed.ts";
import { Run } from "./run.ts";
import { shaped, sourceOf } from "./source.ts";
import type { GatherOptions, Task, TaskContext, Tasks } from "./task.ts";

/** Where the two differ. */
interface Joining {
  /** `Promise.all` or `Promise.allSettled`. */
  readonly join: (started: readonly Promise<unknown>[]) => Promise<unknown[]>;
  /** Whether a failing task ends the run. */
  readonly failFast: boolean;
}

/** Runs every task and resolves to what `join` makes of them, in the shape of `tasks`. */
export async function collect<C extends TaskContext>(
  tasks: Tasks<C>,
  options: GatherOptions<C>,
  { join, failFast }: Joining,
): Promise<unknown> {
  const source = sourceOf(tasks);
  const run = new Run<C>(options);
  const started: Promise<unknown>[] = [];
  // When everything starts at once, `join` alone sees each task end: no handler, closure or promise per task of our own.
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

  // A throw ends the feeding, yet leaves the reason to `join`: an earlier task may have failed before it.
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
