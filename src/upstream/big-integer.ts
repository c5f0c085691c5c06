// Identifiers that are numbers are often past 2^53, where JavaScript's numbers skip integers.
import * as z from "zod";
import { isBigInteger } from "./big-number.ts";

/**
 * A field that is an integer of any size. It is read as its decimal digits, a string, which is what a client of JavaScript can use.
 *
 * @example declareUpstream({ answer: z.object({ id: bigInteger() }), … }) // 9007199254740993 → "9007199254740993"
 */
export function bigInteger() {
  return z
    .custom((value) => Number.isSafeInteger(value) || isBigInteger(value), { error: "must be an integer" })
    .transform(String)
    .pipe(z.string().regex(/^-?\d+$/));
}
