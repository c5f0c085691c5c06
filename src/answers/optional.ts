// Marks a part that the answer can do without.
import type { CallContext } from "../upstream/request/call-context.ts";

/** One part of an answer: it makes its calls with the context that it is handed, and its result is the part's value. */
export type Part<T> = (call: CallContext) => T | PromiseLike<T>;

/** A part that may be missing. */
export class OptionalPart<T> {
  readonly run: Part<T>;

  constructor(run: Part<T>) {
    this.run = run;
  }
}

/**
 * Marks a part as one that may be missing. Where its upstream fails, its value is `null`, its report says why, and the answer is partial.
 *
 * An error that is not an upstream's failure is a mistake in the code: it fails the answer, as it does in a required part.
 */
export function optional<T>(part: Part<T>): OptionalPart<T> {
  return new OptionalPart(part);
}
