// JSON that is read, changed in part, and written again, with every number as it was written.
import { parseNumbers, rawNumber } from "./json-source.ts";

/**
 * Finds all numbers, and some text besides, that JavaScript would write in another way: with an exponent, `-0`, a last zero after the point, six
 * zeros before the first digit, or more than 15 digits.
 */
const MAY_CHANGE = /\d[eE]|-0(?![.\d])|\.\d*0(?!\d)|0\.0{6}|[\d.]{16}/;

/** Whether `text`, which is JSON, may hold a number that JavaScript would write in another way. */
export function mayChangeNumbers(text: string): boolean {
  return MAY_CHANGE.test(text);
}

/** Parses `text` so that `JSON.stringify` writes each number as it stands there. Caveat: a number that would change is an object until then. */
export function parseKeepingNumbers(text: string): unknown {
  return parseNumbers(text, (value, source) => (String(value) === source ? value : rawNumber(source)));
}
