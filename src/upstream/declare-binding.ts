// Declares a lookup in a binding (KV, D1, R2, a queue, a Durable Object, RPC, AI). It becomes a call like any other: it
// has a name, limits and a report, and can be an optional part.
import type * as z from "zod";
import { checkMs } from "../gather/check.ts";
import { Attempt } from "./call/attempt.ts";
import type { Call } from "./call/call.ts";
import { UpstreamError } from "./call/outcome.ts";
import { noteBindingCost } from "./call-cost.ts";
import { registerName } from "./declarations.ts";
import type { Upstream } from "./declare-upstream.ts";
import { inSpan } from "./layers/span.ts";
import { outputOf } from "./output-of.ts";
import { type CallContext, scopeOf } from "./request/call-context.ts";
import type { Scope } from "./request/scope.ts";
import { BindingWait } from "./request/binding-wait.ts";
import { held } from "./held-to-schema.ts";

/** The context of a lookup. */
export interface BindingContext {
  /** Aborts when the result is no longer needed. RPC of service bindings and `fetch` of stubs accept it. */
  readonly signal: AbortSignal;
  /** Milliseconds that are left. Pass them on over RPC, so that the callee knows its deadline. */
  readonly leftMs: number;
}

/** The declaration of a lookup. */
export interface BindingDeclaration<Input, Answer extends z.ZodType> {
  /** The name in errors, timings and logs. It must be unique. */
  readonly name: string;
  /** Makes the lookup. `null` and `undefined` are answers too: the schema decides if they are allowed. */
  readonly ask: (env: Env, input: Input, context: BindingContext) => unknown;
  /** The schema of the answer. A `transform` changes the shape for the handler. */
  readonly answer: Answer;
  /** Milliseconds for one lookup. @default the scope's: 5,000 */
  readonly timeoutMs?: number;
  /**
   * True if it takes one of the six slots while it waits. On the platform, KV, R2, Cache, Queues and service bindings
   * take one. D1 and AI do not.
   *
   * @default true
   */
  readonly slot?: boolean;
}

/**
 * Declares a lookup and returns the function that makes it.
 *
 * A lookup that takes too long ends as `timeout`. One that rejects ends as `network`. An undeclared answer is
 * `invalid`. A lookup spends one subrequest.
 *
 * @example
 * const stock = declareBinding({
 *   name: "stock",
 *   ask: (env, id: string) => env.STOCK.get(id, "json"),
 *   answer: Stock.nullable(),
 * });
 * merge(c, { stock: optional((call) => stock(call, id)) });
 *
 * @throws {RangeError} for a time that no timer can wait.
 * @throws {Error} for a name that is already declared.
 *
 * Caveat: the platform cannot cancel most lookups. A stopped lookup keeps its slot until it settles.
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
    return inSpan(call, async function lookUpOnce() {
      try {
        return await held(name, answer, await found(scope, call, input));
      } catch (reason) {
        throw call.failed(failureOf(call, reason));
      } finally {
        call.end();
      }
    });
  }

  const upstream = Object.assign(lookUp, { answer: outputOf(answer) });
  noteBindingCost(upstream, name, { slot, timeoutMs });
  return upstream;

  async function found(scope: Scope, call: Call, input: Input): Promise<unknown> {
    using wait = new BindingWait(scope, call, timeoutMs ?? scope.timeoutMs);
    if (slot) await wait.slot();
    call.signal.throwIfAborted();
    scope.budget.spend(name);
    const attempt = new Attempt(call);
    attempt.noteSent();
    wait.start();
    const value = await wait.upTo(async () => ask(scope.worker.env, input, wait));
    attempt.noteHeaders();
    return value;
  }
}

/** Returns the failure of a lookup. A mistake in the code, such as a missing binding, counts as a failure too. */
function failureOf(call: Call, reason: unknown): UpstreamError {
  if (reason instanceof UpstreamError && reason !== call.signal.reason) return reason;
  if (call.signal.aborted) return call.stopped(call.signal.reason);
  const message = reason instanceof Error ? reason.message : String(reason);
  return new UpstreamError(call.upstream, "binding_failed", `failed: ${message}`, { cause: reason });
}
