// What a part of an answer would be handed, for a test that has made a scope.
import { CallContext } from "../../src/upstream/request/call-context.ts";
import type { Scope } from "../../src/upstream/request/scope.ts";

/** A context to call with in `scope`. */
export function callIn(scope: Scope): CallContext {
  return new CallContext(scope);
}
