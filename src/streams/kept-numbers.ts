// Parses JSON so that it can be written again with unchanged numbers.
import { parseNumbers, rawNumber } from "./json-source.ts";

/**
 * Matches every number that JavaScript would write differently: one with an exponent, `-0`, a final zero after the
 * point, six zeros after the point, or more than 15 digits. It may match other text too.
 */
const MAY_CHANGE = /\d[eE]|-0(?![.\d])|\.\d*0(?!\d)|0\.0{6}|[\d.]{16}/;

/** Returns whether the JSON `text` may hold a number that JavaScript would write differently. */
export function mayChangeNumbers(text: string): boolean {
  return MAY_CHANGE.test(text);
}

/**
 * Parses `text` so that `JSON.stringify` writes each number unchanged.
 *
 * @example JSON.stringify(parseKeepingNumbers("[1.10, 1e400]")) // "[1.10,1e400]"
 *
 * Caveat: a number that JavaScript would write differently is an object in the result.
 */
export function parseKeepingNumbers(text: string): unknown {
  return parseNumbers(text, (value, source) => (String(value) === source ? value : rawNumber(source)));
}
