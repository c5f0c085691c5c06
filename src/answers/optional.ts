// Marks a part that may be missing.
import type { CallContext } from "../upstream/request/call-context.ts";

/** One part of an answer. It makes its calls with its own context, and returns its value. */
export type Part<T> = (call: CallContext) => T | PromiseLike<T>;

/** A part that may be missing. */
export class OptionalPart<T> {
  readonly run: Part<T>;

  constructor(run: Part<T>) {
    this.run = run;
  }
}

/**
 * Marks a part as optional. If its upstream fails, its value is `null`, its report says why, and the answer is partial.
 *
 * Any other error is a mistake in the code. It fails the answer, as in a required part.
 *
 * @example
 * merge(c, { weather: optional((call) => forecast(call, home)) });
 */
export function optional<T>(part: Part<T>): OptionalPart<T> {
  return new OptionalPart(part);
}
