// A declared upstream for a test, called with the scope that the test has made.
import type * as z from "zod";
import { CallContext } from "../../src/upstream/request/call-context.ts";
import type { Call } from "../../src/upstream/call/call.ts";
import { type Declaration, declareUpstream } from "../../src/upstream/declare-upstream.ts";
import type { Scope } from "../../src/upstream/request/scope.ts";

/** What a test may add to a call: a signal that ends this call alone, and a list that it is added to. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly calls?: Call[];
}

/** Calls the upstream in `scope`. */
export type InScope<Input, Data> = (scope: Scope, input: Input, options?: CallOptions) => Promise<Data>;

/** Declares an upstream that is called with a scope. */
export function declareInScope<Input = void, Answer extends z.ZodType = z.ZodType>(
  declaration: Declaration<Input, Answer>,
): InScope<Input, z.output<Answer>> {
  const upstream = declareUpstream(declaration);
  return (scope, input, { signal, calls } = {}) =>
    upstream(new CallContext(scope, scope.follow(signal ?? scope.signal), calls), input);
}
