// The context of work that several parts of an answer wait for.
import type { Abortable } from "../../gather/abortable.ts";
import { CallContext } from "./call-context.ts";
import type { Scope } from "./scope.ts";

/** A context for work that ends when `signal` aborts: when all who wait for it have left. */
export function sharedContext(scope: Scope, signal: Abortable): CallContext {
  const controller = new AbortController();
  signal.addEventListener("abort", () => controller.abort(signal.reason));
  return new CallContext(scope, scope.follow(controller.signal));
}
