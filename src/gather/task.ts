// Tasks, their results and the options of the helpers, as types.

/** The argument of every task. */
export interface TaskContext {
  /** Aborts when the result is no longer needed. Pass it to `fetch`, `sleep` and inner helpers. */
  readonly signal: AbortSignal;
}

/** A context that carries more than a signal. It can be copied for a task that has its own signal. */
export interface Forkable extends TaskContext {
  /** Returns a copy with another signal. */
  fork(signal: AbortSignal): this;
}

/** A function that starts work. A promise is not a task: it already runs, so it cannot be cancelled or held back. */
export type Task<T, C extends TaskContext = TaskContext> = (context: C) => T | PromiseLike<T>;

/** The accepted shapes: a tuple or array, a record, or a sync or async iterable. An iterable is pulled lazily. */
export type Tasks<C extends TaskContext = TaskContext> =
  | readonly Task<unknown, C>[]
  | { readonly [key: string]: Task<unknown, C> }
  | Iterable<Task<unknown, C>>
  | AsyncIterable<Task<unknown, C>>;

/** The type that a task of type `F` resolves to. */
export type TaskResult<F> = F extends (...context: never[]) => infer R ? Awaited<R> : never;

/** The results of `S` in the shape of `S`: tuples stay tuples, records keep their keys, iterables become arrays. */
export type Gathered<S> = S extends readonly unknown[]
  ? { -readonly [K in keyof S]: TaskResult<S[K]> }
  : S extends Iterable<infer F> | AsyncIterable<infer F>
    ? TaskResult<F>[]
    : { -readonly [K in keyof S]: TaskResult<S[K]> };

/** The type of one result of `S`. */
export type ResultOf<S> = S extends Iterable<infer F> | AsyncIterable<infer F> ? TaskResult<F> : TaskResult<S[keyof S]>;

/** The options of every helper that runs several tasks. */
export interface GatherOptions<C extends TaskContext = TaskContext> {
  /** Aborts every task. The call then rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * The context of the task that makes this call. Every task gets a copy with the signal of the new tasks. If the
   * context's own signal aborts, all tasks are aborted, as with `signal`.
   */
  readonly context?: (C & Forkable) | undefined;
  /**
   * Milliseconds for the whole call. After that it rejects with a `TimeoutError`. With 0 or less no task starts. At
   * most 2,147,483,647, the longest a timer can wait.
   *
   * @default Infinity
   */
  readonly timeoutMs?: number | undefined;
  /**
   * The number of tasks that may run at once: a whole number from 1.
   *
   * @default Infinity
   */
  readonly concurrency?: number | undefined;
  /**
   * Milliseconds to wait for aborted tasks to stop. After that the call returns without them. 0 or more.
   *
   * @default 100
   */
  readonly graceMs?: number | undefined;
}
