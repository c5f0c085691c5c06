// The engine of asCompleted, gatherSome and gatherAny. Each task can be cancelled alone; outcomes queue until asked
// for.
import { feed } from "./feed.ts";
import { Run } from "./run.ts";
import { sourceOf } from "./source.ts";
import type { GatherOptions, Task, TaskContext, TaskResult, Tasks } from "./task.ts";

/** The end of one task: its key (an index, or a key of the record) and its outcome. */
export type Completion<S> = S extends Iterable<infer F> | AsyncIterable<infer F>
  ? { readonly key: number } & PromiseSettledResult<TaskResult<F>>
  : { [K in keyof S]: { readonly key: K } & PromiseSettledResult<TaskResult<S[K]>> }[keyof S];

/**
 * Keeps the contract of `asCompleted`. `whenFed` is called once, when the last task has started, with the number of
 * tasks. If it returns an error, that error ends the run.
 */
export async function* completions<S extends Tasks<C>, C extends TaskContext>(
  tasks: S,
  options: GatherOptions<C>,
  whenFed: (size: number) => Error | undefined = () => undefined,
): AsyncGenerator<Completion<S>, void, undefined> {
  const source = sourceOf(tasks);
  const run = new Run<C>(options);
  const running = new Set<AbortController>();
  const quiet = Promise.withResolvers<void>();
  let ready: { completion: Completion<S>; free: () => void }[] = [];
  let news = Promise.withResolvers<void>();
  let fed = false;

  run.context.signal.addEventListener("abort", function abortRunning() {
    for (const controller of running) controller.abort(run.reason);
  });
  feed(run, source, begin).then(noteSize, stop).finally(endFeeding);

  try {
    for (;;) {
      const batch = ready;
      ready = [];
      for (const { completion, free } of batch) {
        yield completion;
        free();
      }
      if (ready.length > 0) continue;
      if (run.stopped) throw run.reason;
      if (fed && running.size === 0) return;
      news = Promise.withResolvers();
      await run.orStop(news.promise);
    }
  } finally {
    if (!fed || running.size > 0) stop(new DOMException("the rest was not wanted", "AbortError"));
    await run.close(() => quiet.promise);
  }

  function begin(task: Task<unknown, C>, index: number, free: () => void): boolean {
    const controller = new AbortController();
    running.add(controller);
    function settle(outcome: PromiseSettledResult<unknown>): void {
      running.delete(controller);
      // A task that ends after a stop was cut off by it. The reason of the stop says all there is to say.
      if (!run.stopped)
        ready.push({ completion: { key: source.keys?.[index] ?? index, ...outcome } as Completion<S>, free });
      announce();
    }
    void run.start(task, run.contextWith(controller.signal)).then(
      (value) => settle({ status: "fulfilled", value }),
      (reason: unknown) => settle({ status: "rejected", reason }),
    );
    return !run.stopped;
  }

  function noteSize(): void {
    const hopeless = whenFed(run.started);
    if (hopeless !== undefined) stop(hopeless);
  }

  function endFeeding(): void {
    fed = true;
    announce();
  }

  function announce(): void {
    if (fed && running.size === 0) {
      // All tasks have ended. A slow reader of the last results must not run into the deadline or an abort.
      if (!run.stopped) run.settle();
      quiet.resolve();
    }
    news.resolve();
  }

  function stop(reason: unknown): void {
    run.stop(reason);
  }
}
