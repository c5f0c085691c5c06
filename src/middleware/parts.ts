// The parts of an answer, as tasks that note how they went.
import type { Task, TaskContext } from "../gather/index.ts";
import { CallTrace } from "../upstream/call-trace.ts";
import { failureOf } from "../upstream/failure-of.ts";
import type { Scope } from "../upstream/scope.ts";
import type { PartReport } from "./merged-answer.ts";

/** What a part is handed: pass it on to the upstream it calls. */
export interface PartContext extends TaskContext {
  /** Filled in by the call; a part that makes several is timed as a whole where it hands it to none. */
  readonly trace: CallTrace;
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

/** Makes tasks of parts, for any helper of `gather/`, and keeps their reports by key. */
export class Parts {
  readonly reports: Record<string, PartReport> = {};
  /** How many parts are there, and how many are missing, by now. */
  readonly count = { there: 0, missing: 0 };
  readonly #scope: Scope;
  readonly #onEnd: (part: EndedPart) => Promise<void>;

  /** `onEnd` is told each part as it ends; its task waits for that. */
  constructor(scope: Scope, onEnd: (part: EndedPart) => Promise<void>) {
    this.#scope = scope;
    this.#onEnd = onEnd;
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
    const trace = new CallTrace(this.#scope.startedAt);
    try {
      const value = await part({ signal: AbortSignal.any([signal, this.#scope.signal]), trace });
      this.count.there++;
      await this.#note(key, trace, trace.cached?.why, { value });
      return value;
    } catch (error) {
      const failure = failureOf(error);
      if (failure === undefined) throw error;
      trace.outcome = failure.outcome;
      this.count.missing++;
      await this.#note(key, trace, failure.message);
      return instead(error);
    }
  }

  async #note(key: string, trace: CallTrace, message: string | undefined, there?: { value: unknown }): Promise<void> {
    trace.end();
    const { outcome, cached: cache } = trace;
    const report = { outcome, ...(message && { message }), ...(cache && { cache }), timing: trace.timing() };
    this.reports[key] = report;
    await this.#onEnd({ key, report, ...(there && { there }) });
  }
}

function rethrow(error: unknown): never {
  throw error;
}

function nothing(): null {
  return null;
}
