// Numeric identifiers are often larger than 2^53, where JavaScript numbers skip integers.
import * as z from "zod";
import { isBigInteger } from "./big-number.ts";

/**
 * A field that is an integer of any size. It is read as a string of its decimal digits.
 *
 * @example declareUpstream({ answer: z.object({ id: bigInteger() }), … }) // 9007199254740993 → "9007199254740993"
 */
export function bigInteger() {
  return z
    .custom((value) => Number.isSafeInteger(value) || isBigInteger(value), { error: "must be an integer" })
    .transform(String)
    .pipe(z.string().regex(/^-?\d+$/));
}
