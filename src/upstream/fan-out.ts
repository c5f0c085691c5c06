// Runs many calls as one plan: which of them must succeed, and when the others are no longer needed.
import { gather, gatherSome } from "../gather/index.ts";
import { summarize } from "./call/summarize.ts";
import { decisive, type Outcome } from "./call/outcome.ts";
import { AnswerRoom } from "./body/answer-room.ts";
import { neverBegun, callToResult, type Result, sizeOf } from "./call-to-result.ts";
import type { CallInit } from "./request/call-init.ts";
import type { Progress } from "./call/progress.ts";
import type { Scope } from "./request/scope.ts";

/** One call of a plan. `key` names it in errors and results. */
export interface PlannedCall extends CallInit {
  readonly key: string;
  readonly url: string;
  /** If true, the whole plan fails with this call. */
  readonly required: boolean;
}

/** When a plan is complete: every call has ended, every call has succeeded, or `count` calls have succeeded. */
export type Mode = "settled" | "all" | { readonly count: number };

/** The result of a plan. */
export interface FanOut {
  /** The results of all calls, in the order of the plan. */
  readonly results: readonly Result[];
  /** True if the mode got all results that it needs. */
  readonly complete: boolean;
  /** Why the plan failed, if it did, and the outcome that decided it. */
  readonly failure: { readonly why: string; readonly outcome: Outcome } | undefined;
}

/** Ends a plan. It carries no result, because all results are stored by then. */
class NotOk extends Error {
  readonly index: number;

  constructor(index: number) {
    super("a call of the plan did not succeed");
    this.index = index;
  }
}

/** The options of a plan. */
interface FanOutOptions {
  /** Calls that run at once. By default only the slots limit them. */
  readonly concurrency?: number;
  /**
   * Called with each result and its index in the plan. The call keeps its turn until this resolves. After that the body
   * is freed and no longer counted, and the result that `fanOut` returns has no body.
   */
  readonly onResult?: (index: number, result: Result) => Promise<void>;
  /** If true, bodies are kept after `onResult`, to use all results together. @default false */
  readonly keepBodies?: boolean;
  /** Called with each step of a call, before its result. */
  readonly onProgress?: ((index: number, progress: Progress) => void) | undefined;
}

/** Makes all calls of `plan` at once. Resolves when all have ended. Each result is passed on and returned once. */
export async function fanOut(
  scope: Scope,
  plan: readonly PlannedCall[],
  mode: Mode,
  { concurrency = Infinity, onResult, keepBodies = false, onProgress }: FanOutOptions = {},
): Promise<FanOut> {
  // Every task obeys its signal, and all results must be passed on before the plan ends.
  const options = { concurrency, graceMs: Infinity };
  const noted: Result[] = [];
  // A stream frees each result. Only a document needs room for all of them.
  const room = onResult === undefined || keepBodies ? new AnswerRoom(plan.map(({ key }) => key)) : undefined;
  const pending: Promise<void>[] = [];
  let broken: { readonly reason: unknown } | undefined;
  const tasks = plan.map(
    ({ key, url, required, ...init }, index) =>
      async function planned({ signal }: { signal: AbortSignal }): Promise<void> {
        const call = { ...init, upstream: key, signal };
        const result = await callToResult(scope, url, call, {
          onProgress: onProgress && ((progress) => onProgress(index, progress)),
          room,
        });
        noted[index] = result;
        const handed = onResult?.(index, result).then(() => (keepBodies ? undefined : letGo(index, result)));
        if (result.outcome === "ok" || (mode === "settled" && !required)) return handed;
        // The others must stop now, not after a slow client has read this result.
        if (handed !== undefined) pending.push(handed.catch(fail));
        throw new NotOk(index);
      },
  );
  const fatal = await run().then(
    () => undefined,
    (reason: unknown) => {
      if (reason instanceof NotOk) return reason.index;
      if (reason instanceof AggregateError) return undefined;
      throw reason;
    },
  );
  await Promise.all(pending);
  if (broken !== undefined) throw broken.reason;
  const results: Result[] = [];
  for (const [index, { key }] of plan.entries()) {
    const result = noted[index] ?? neverBegun(scope, key);
    results.push(result);
    if (noted[index] === undefined) await onResult?.(index, result);
  }
  const ok = results.filter(({ outcome }) => outcome === "ok").length;
  const wanted = typeof mode === "object" ? mode.count : plan.length;
  return { results, complete: ok >= wanted, failure: failureOfPlan() };

  function letGo(index: number, result: Result): void {
    scope.bodies.drop(sizeOf(result));
    noted[index] = { ...result, body: undefined };
  }

  function fail(reason: unknown): void {
    broken ??= { reason };
  }

  async function run(): Promise<unknown> {
    if (typeof mode === "object") return gatherSome(mode.count, tasks, options);
    // In settled mode only a required call throws, and that must end the others.
    return gather(tasks, options);
  }

  function failureOfPlan(): FanOut["failure"] {
    const at = fatal === undefined ? undefined : results[fatal];
    if (at !== undefined) return { why: `upstream ${named(fatal ?? 0)}, but is required`, outcome: at.outcome };
    // With too few successes the others are cancelled. The number that succeeded is chance, so it is not an answer.
    const enough = typeof mode === "object" ? mode.count : 1;
    if (ok >= enough) return undefined;
    const failed = results.filter(({ outcome }) => outcome !== "cancelled" && outcome !== "ok");
    const few = ok === 0 ? "none" : `only ${ok}`;
    const why = `${few} of ${results.length} upstreams answered as needed: ${summarize(results.map((_, index) => named(index)))}`;
    return { why, outcome: decisive(failed)?.outcome ?? "cancelled" };
  }

  function named(index: number): string {
    return `${JSON.stringify(plan[index]?.key)} ended as ${results[index]?.outcome}`;
  }
}
