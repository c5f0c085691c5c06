// A lookup in a binding (KV, D1, R2, a queue, a Durable Object, RPC, AI) as a call like any other: named, timed, limited,
// reported, and optional in an answer if it may fail.
import type * as z from "zod";
import { checkMs } from "../gather/check.ts";
import { Attempt } from "./call/attempt.ts";
import type { Call } from "./call/call.ts";
import { UpstreamError } from "./call/outcome.ts";
import { noteCost } from "./call-cost.ts";
import { registerName } from "./declarations.ts";
import type { Upstream } from "./declare-upstream.ts";
import { outputOf } from "./output-of.ts";
import { type CallContext, scopeOf } from "./request/call-context.ts";
import type { Scope } from "./request/scope.ts";
import { BindingWait } from "./request/binding-wait.ts";
import { held } from "./held-to-schema.ts";

/** What the lookup is handed besides the Worker's variables and its input. */
export interface BindingContext {
  /** Aborts when the result is no longer wanted. RPC of service bindings and `fetch` of stubs take it. */
  readonly signal: AbortSignal;
  /** Milliseconds left for the lookup. Hand them on over RPC, so that the callee knows its deadline. */
  readonly leftMs: number;
}

/** All there is to know of a lookup in a binding. */
export interface BindingDeclaration<Input, Answer extends z.ZodType> {
  /** Its name in errors, timings and logs. Must be unique. */
  readonly name: string;
  /** Makes the lookup. `null` and `undefined` are answers like others: the schema says whether they may be. */
  readonly ask: (env: Env, input: Input, context: BindingContext) => unknown;
  /** What it answers. A `transform` gives it the shape that the handler wants. */
  readonly answer: Answer;
  /** Milliseconds for one lookup. @default the scope's: 5,000 */
  readonly timeoutMs?: number;
  /**
   * Whether it takes one of the six slots while it waits. KV, R2, Cache, Queues and service bindings do on the platform.
   * D1 and AI do not. @default true
   */
  readonly slot?: boolean;
}

/**
 * Makes the function that asks the binding.
 *
 * ```ts
 * const stock = declareBinding({ name: "stock", ask: (env, id: string) => env.STOCK.get(id, "json"), answer: Stock.nullable() });
 * merge(c, { stock: optional((call) => stock(call, id)) })
 * ```
 *
 * A lookup that takes longer than its time ends as `timeout`. One that rejects ends as `network`. An answer that is not as
 * declared is `invalid`. It spends one subrequest.
 *
 * Caveat: the platform cannot cancel most lookups. One that is given up keeps its slot until it settles.
 *
 * @throws `RangeError` for a time that no timer can wait; `Error` for a name that another declaration has.
 */
export function declareBinding<Input = void, Answer extends z.ZodType = z.ZodType>({
  name,
  ask,
  answer,
  timeoutMs,
  slot = true,
}: BindingDeclaration<Input, Answer>): Upstream<Input, Answer> {
  if (timeoutMs !== undefined) checkMs("timeoutMs", timeoutMs);
  registerName(name);

  async function lookUp(context: CallContext, input: Input): Promise<z.output<Answer>> {
    const scope = scopeOf(context);
    const call = context.open(name);
    scope.note(call);
    try {
      return await held(name, answer, await found(scope, call, input));
    } catch (reason) {
      throw call.failed(failureOf(call, reason));
    } finally {
      call.end();
    }
  }

  const upstream = Object.assign(lookUp, { answer: outputOf(answer) });
  noteCost(upstream, name, { retries: 0, ...(timeoutMs !== undefined && { timeoutMs }) });
  return upstream;

  async function found(scope: Scope, call: Call, input: Input): Promise<unknown> {
    using wait = new BindingWait(scope, call, timeoutMs ?? scope.timeoutMs);
    if (slot) await wait.slot();
    scope.budget.spend(name);
    const attempt = new Attempt(call);
    attempt.noteSent();
    wait.start();
    const value = await wait.upTo(async () => ask(scope.worker.env, input, wait));
    attempt.noteHeaders();
    return value;
  }
}

/** The failure of a lookup. A mistake in the code, such as a binding that is not set, is a failure of the lookup too. */
function failureOf(call: Call, reason: unknown): UpstreamError {
  if (reason instanceof UpstreamError && reason !== call.signal.reason) return reason;
  if (call.signal.aborted) return call.stopped(call.signal.reason);
  const message = reason instanceof Error ? reason.message : String(reason);
  return new UpstreamError(call.upstream, "binding_failed", `failed: ${message}`, { cause: reason });
}
