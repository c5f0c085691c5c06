// Many calls as one plan: which of them must succeed, and when the rest is not wanted any more.
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
  /** Whether the whole plan fails with it. */
  readonly required: boolean;
}

/** When a plan is fulfilled: every call has ended, every call has succeeded, or so many have. */
export type Mode = "settled" | "all" | { readonly count: number };

/** What became of a plan. */
export interface FanOut {
  /** Every call's result, in the order of the plan. */
  readonly results: readonly Result[];
  /** Whether the mode got all it asked for. */
  readonly complete: boolean;
  /** Why there is nothing to answer with, where that is so, and the outcome that decided it. */
  readonly failure: { readonly why: string; readonly outcome: Outcome } | undefined;
}

/** Ends a plan; carries nothing, because the results are all noted by then. */
class NotOk extends Error {
  readonly index: number;

  constructor(index: number) {
    super("a call of the plan did not succeed");
    this.index = index;
  }
}

/** How a plan is carried out. */
interface FanOutOptions {
  /** Calls under way at once; no limit but the slots by default. */
  readonly concurrency?: number;
  /**
   * Told each result as it comes, by its place in the plan; the call keeps its turn until this resolves. Then the body is let go: it is no longer held
   * or counted, and the result that `fanOut` returns has none.
   */
  readonly onResult?: (index: number, result: Result) => Promise<void>;
  /** Whether bodies that have been told are held all the same, for what is made of all results. Default: no. */
  readonly keepBodies?: boolean;
  /** Told each step of a call as it is taken, before its result. */
  readonly onProgress?: ((index: number, progress: Progress) => void) | undefined;
}

/** Makes every call of `plan` at once and resolves when all that began have ended. Every call's result is told and returned, once. */
export async function fanOut(
  scope: Scope,
  plan: readonly PlannedCall[],
  mode: Mode,
  { concurrency = Infinity, onResult, keepBodies = false, onProgress }: FanOutOptions = {},
): Promise<FanOut> {
  // Every task heeds its signal, and all must have handed over their results before the plan is over.
  const options = { concurrency, graceMs: Infinity };
  const noted: Result[] = [];
  // A stream lets each result go, so that only a document needs room for all of them.
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
        // The others are to stop now, not when a slow client has read what they are to stop for.
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
    // Nothing is thrown in settled mode but by a required call, and that is to end the others.
    return gather(tasks, options);
  }

  function failureOfPlan(): FanOut["failure"] {
    const at = fatal === undefined ? undefined : results[fatal];
    if (at !== undefined) return { why: `upstream ${named(fatal ?? 0)}, and had to succeed`, outcome: at.outcome };
    // Short of a count the rest is cancelled: how many had succeeded by then is chance, and no answer to build on.
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
