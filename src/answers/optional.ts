// Marks a part that the answer can do without.
import type { CallContext } from "../upstream/request/call-context.ts";

/** One part of an answer: it makes its calls with the context that it is handed, and its result is the part's value. */
export type Part<T> = (call: CallContext) => T | PromiseLike<T>;

/** A part that may be missing; `fallback` is its value then. */
export class OptionalPart<T, F = null> {
  readonly run: Part<T>;
  readonly fallback: F;

  constructor(run: Part<T>, fallback: F) {
    this.run = run;
    this.fallback = fallback;
  }
}

/**
 * Marks a part as one that may be missing. If its upstream fails, its value is `fallback`, by default `null`. Its report
 * says why, and the answer is partial. If `?parts=` leaves it out, it does not run, its value is the same, and the answer
 * is complete.
 *
 * ```ts
 * merge(c, {
 *   weather: optional((call) => forecast(call, home)),
 *   tips: optional((call) => tips(call, home), { fallback: [] }),
 * })
 * ```
 *
 * With a `fallback` the member of the answer need not be nullable. An error that is not an upstream's failure is a
 * mistake in the code: it fails the answer, as it does in a required part.
 */
export function optional<T>(part: Part<T>): OptionalPart<T>;
export function optional<T, F>(part: Part<T>, options: { readonly fallback: F }): OptionalPart<T, F>;
export function optional<T>(
  part: Part<T>,
  { fallback }: { readonly fallback: unknown } = { fallback: null },
): OptionalPart<T, unknown> {
  return new OptionalPart(part, fallback);
}
