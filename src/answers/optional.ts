// Marks a part that may be missing.
import type { CallContext } from "../upstream/request/call-context.ts";

/** One part of an answer. It makes its calls with its own context, and returns its value. */
export type Part<T> = (call: CallContext) => T | PromiseLike<T>;

/** A part that may be missing. Its value is then `fallback`. */
export class OptionalPart<T, F = null> {
  readonly run: Part<T>;
  readonly fallback: F;

  constructor(run: Part<T>, fallback: F) {
    this.run = run;
    this.fallback = fallback;
  }
}

/**
 * Marks a part as optional. If its upstream fails, its value is `fallback` (by default `null`), its report says why,
 * and the answer is partial. If `?parts=` leaves it out, it does not run, its value is the same, and the answer is
 * complete.
 *
 * With a `fallback`, the member of the answer need not be nullable. Any other error is a mistake in the code. It fails
 * the answer, as in a required part.
 *
 * @example
 * merge(c, {
 *   weather: optional((call) => forecast(call, home)),
 *   tips: optional((call) => tips(call, home), { fallback: [] }),
 * });
 */
export function optional<T>(part: Part<T>): OptionalPart<T>;
export function optional<T, F>(part: Part<T>, options: { readonly fallback: F }): OptionalPart<T, F>;
export function optional<T>(
  part: Part<T>,
  { fallback }: { readonly fallback: unknown } = { fallback: null },
): OptionalPart<T, unknown> {
  return new OptionalPart(part, fallback);
}
