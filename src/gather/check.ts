// Range checks for the numbers that callers pass. Every helper refuses the same values with the same message.

/** The longest a timer can wait, in milliseconds. Runtimes turn a longer delay into 1 ms without a warning. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** @throws {RangeError} unless `count` is a whole number from `least`. `Infinity` passes if `endless` is true. */
export function checkCount(name: string, count: number, least: number, endless: boolean): number {
  if (Number.isInteger(count) && count >= least) return count;
  if (endless && count === Infinity) return count;
  throw new RangeError(`${name} must be a whole number from ${least}${endless ? " or Infinity" : ""}, not ${count}`);
}

/** @throws {RangeError} for NaN and for a finite time longer than a timer can wait. Negative times pass. */
export function checkMs(name: string, ms: number): number {
  if (ms <= LONGEST_TIMER_MS || ms === Infinity) return ms;
  throw new RangeError(`${name} must be at most ${LONGEST_TIMER_MS} ms or Infinity, not ${ms}`);
}
