// Checks the answer of an upstream or a binding against its declaration.
import type * as z from "zod";
import { type Reason, UpstreamError } from "./call/outcome.ts";
import { fieldOf } from "./field-of.ts";

/** Resolves to the output of `schema`. @throws {UpstreamError} with outcome `invalid` and the name of the field. */
export async function held<S extends z.ZodType>(
  upstream: string,
  schema: S,
  value: unknown,
  status?: number,
): Promise<z.output<S>> {
  const { data, error, success } = await schema.safeParseAsync(value);
  if (success) return data;
  const [issue] = error.issues;
  throw undeclared(upstream, "undeclared_shape", issue?.path ?? [], issue?.message ?? "", status);
}

/** Returns the error of an answer that differs from its declaration at `path`. */
export function undeclared(
  upstream: string,
  reason: Reason,
  path: readonly PropertyKey[],
  what: string,
  status?: number,
): UpstreamError {
  const error = new UpstreamError(upstream, reason, `answered differently than declared: ${fieldOf(path)}: ${what}`);
  error.status = status;
  return error;
}
