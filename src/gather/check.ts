// The ranges of the numbers that callers pass, checked in one place so that every helper refuses the same values in the same words.

/** The longest a timer can wait, in milliseconds; runtimes silently turn a longer one into 1 ms. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** @throws `RangeError` unless `count` is a whole number from `least`; `Infinity` passes where `endless`. */
export function checkCount(name: string, count: number, least: number, endless: boolean): number {
  if (Number.isInteger(count) && count >= least) return count;
  if (endless && count === Infinity) return count;
  throw new RangeError(`${name} must be a whole number from ${least}${endless ? " or Infinity" : ""}, not ${count}`);
}

/** @throws `RangeError` for NaN and for a finite time that no timer can wait; negative times pass as "already over". */
export function checkMs(name: string, ms: number): number {
  if (ms <= LONGEST_TIMER_MS || ms === Infinity) return ms;
  throw new RangeError(`${name} must be at most ${LONGEST_TIMER_MS} ms or Infinity, not ${ms}`);
}
