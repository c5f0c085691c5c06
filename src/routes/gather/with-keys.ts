// Checks the keys of records in requests, because zod's own record drops `__proto__` without an error.
import * as z from "zod";

/** Characters of a key. */
export const MAX_KEY_LENGTH = 256;

/** Limits `schema` to `most` entries. Keys must match `pattern` and must not be `__proto__`. */
export function withKeys<S extends z.ZodType>(schema: S, { most, pattern }: { most: number; pattern: RegExp }) {
  return z.preprocess((input: z.input<S>, context) => {
    if (typeof input !== "object" || input === null) return input;
    const keys = Object.keys(input);
    if (keys.length > most) context.addIssue({ code: "custom", message: `may have at most ${most} entries` });
    const bad = keys.find((key) => key === "__proto__" || !pattern.test(key));
    if (bad !== undefined) {
      const path = [bad.slice(0, MAX_KEY_LENGTH)];
      context.addIssue({ code: "custom", path, message: "cannot be used as a key" });
    }
    return input;
  }, schema);
}
