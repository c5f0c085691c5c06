// The parts of an answer, as tasks that note how they went.
import type { Task, TaskContext } from "../gather/index.ts";
import { CallTrace } from "../upstream/call-trace.ts";
import { failureOf } from "../upstream/failure-of.ts";
import type { Scope } from "../upstream/scope.ts";
import type { PartReport } from "./merged-answer.ts";
import { reportOf } from "./report-of.ts";

/** What a part is handed: pass it on to the upstreams it calls. */
export interface PartContext extends TaskContext {
  /** The calls that it makes, each of which adds itself. */
  readonly calls: CallTrace[];
}

type PartTasks = { readonly [key: string]: (context: PartContext) => unknown };
type ValueOf<F extends PartTasks[string]> = Awaited<ReturnType<F>>;

/** A part that has ended: what became of it, and its value if it is there. */
export interface EndedPart {
  readonly key: string;
  readonly report: PartReport;
  /** Absent where the part is missing. */
  readonly there?: { readonly value: unknown };
}

/** How long a part that does not heed the deadline is waited for, as a share of the time kept for answering. */
const STRAGGLER_SHARE = 0.4;

/** Makes tasks of parts, for any helper of `gather/`, and keeps what became of them. What a part resolves to is what a stream sends of it. */
export class Parts {
  readonly #ended = new Map<string, EndedPart>();
  readonly #scope: Scope;
  readonly #onEnd: (part: EndedPart) => void;

  /** `onEnd` is told each part as it ends. */
  constructor(scope: Scope, onEnd: (part: EndedPart) => void) {
    this.#scope = scope;
    this.#onEnd = onEnd;
  }

  /** How each part went, in the order they ended. */
  get reports(): Record<string, PartReport> {
    return Object.fromEntries([...this.#ended].map(([key, { report }]) => [key, report]));
  }

  /** How many parts are there, and how many are missing, by now. */
  get count(): { readonly there: number; readonly missing: number } {
    const there = [...this.#ended.values()].filter((part) => part.there !== undefined).length;
    return { there, missing: this.#ended.size - there };
  }

  /** Parts that the answer cannot do without: a task fails as its part does. */
  readonly required = <P extends PartTasks>(parts: P): { readonly [K in keyof P]: Task<ValueOf<P[K]>> } =>
    this.#tasks(parts, rethrow) as never;

  /**
   * Parts that may be missing: a task whose part fails resolves to `null`. An error that is no upstream's failure is a mistake in the code, and
   * rejects.
   */
  readonly optional = <P extends PartTasks>(parts: P): { readonly [K in keyof P]: Task<ValueOf<P[K]> | null> } =>
    this.#tasks(parts, nothing) as never;

  #tasks(parts: PartTasks, instead: (error: unknown) => null): Record<string, Task<unknown>> {
    const tasks = Object.entries(parts).map(([key, part]): [string, Task<unknown>] => [
      key,
      ({ signal }) => this.#run(key, part, signal, instead),
    ]);
    return Object.fromEntries(tasks);
  }

  async #run(
    key: string,
    part: PartTasks[string],
    signal: AbortSignal,
    instead: (error: unknown) => null,
  ): Promise<unknown> {
    const watch = new CallTrace(this.#scope.startedAt);
    const calls: CallTrace[] = [];
    const context = { signal: AbortSignal.any([signal, this.#scope.signal]), calls };
    try {
      const value = await this.#scope.orEnd(begin(part, context), STRAGGLER_SHARE);
      this.#end({ key, report: reportOf(watch, calls), there: { value } });
      return value;
    } catch (error) {
      const failure = failureOf(error);
      if (failure === undefined) throw error;
      this.#end({ key, report: reportOf(watch, calls, failure) });
      return instead(error);
    }
  }

  #end(part: EndedPart): void {
    this.#ended.set(part.key, part);
    this.#onEnd(part);
  }
}

async function begin(part: PartTasks[string], context: PartContext): Promise<unknown> {
  return part(context);
}

function rethrow(error: unknown): never {
  throw error;
}

function nothing(): null {
  return null;
}
