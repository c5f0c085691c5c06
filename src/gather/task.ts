// What a task is and what the helpers give back for a set of them. The types every helper speaks.

/** What each task is handed when it starts. */
export interface TaskContext {
  /** Aborts when the task's result is no longer wanted; its `reason` says why. Pass it to `fetch`, `sleep` and inner helpers. */
  readonly signal: AbortSignal;
}

/** A context that carries more than a signal, and can be copied for tasks that have a signal of their own. */
export interface Forkable extends TaskContext {
  /** A copy that differs in its signal alone. */
  fork(signal: AbortSignal): this;
}

/** Work that has not begun: a function, because a promise that is already running could not be cancelled or held back. */
export type Task<T, C extends TaskContext = TaskContext> = (context: C) => T | PromiseLike<T>;

/** The shapes in which tasks may be passed: a tuple or array, a record, or a sync or async iterable, which is pulled lazily. */
export type Tasks<C extends TaskContext = TaskContext> =
  | readonly Task<unknown, C>[]
  | { readonly [key: string]: Task<unknown, C> }
  | Iterable<Task<unknown, C>>
  | AsyncIterable<Task<unknown, C>>;

/** What a task of type `F` resolves to. */
export type TaskResult<F> = F extends (...context: never[]) => infer R ? Awaited<R> : never;

/** The results of `S` in the shape of `S`: tuples stay tuples, records keep their keys, iterables become arrays. */
export type Gathered<S> = S extends readonly unknown[]
  ? { -readonly [K in keyof S]: TaskResult<S[K]> }
  : S extends Iterable<infer F> | AsyncIterable<infer F>
    ? TaskResult<F>[]
    : { -readonly [K in keyof S]: TaskResult<S[K]> };

/** The type of any one result of `S`. */
export type ResultOf<S> = S extends Iterable<infer F> | AsyncIterable<infer F> ? TaskResult<F> : TaskResult<S[keyof S]>;

/** What every helper that runs several tasks accepts. */
export interface GatherOptions<C extends TaskContext = TaskContext> {
  /** Aborting it aborts every task and rejects the call with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * The context of the task that makes this call. Every task is handed a copy of it with a signal of the tasks' own, and the context's signal
   * aborts them as `signal` does.
   */
  readonly context?: (C & Forkable) | undefined;
  /**
   * Milliseconds the whole call may take; then it rejects with a `TimeoutError`. `Infinity` (the default) sets no limit; 0 or less
   * has passed already, so that no task starts. At most 2,147,483,647, the longest a timer can wait.
   */
  readonly timeoutMs?: number | undefined;
  /** How many tasks may be under way at once: a whole number from 1, or `Infinity` (the default). */
  readonly concurrency?: number | undefined;
  /** Milliseconds to wait for cancelled tasks to stop before the call returns without them: 0 or more, default 100. */
  readonly graceMs?: number | undefined;
}
