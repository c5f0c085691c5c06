// A typing mistake in a fault's query would make a test pass for the wrong reason, so every query is checked to the last parameter.
import * as z from "zod";
import { BadQueryError } from "./bad-query-error.ts";

/**
 * Parses a query with a schema whose fields are strings on the way in. Use `z.strictObject` to refuse unknown parameters.
 *
 * @throws BadQueryError that names the first parameter that is unknown, given twice or malformed.
 */
export function readQuery<T extends z.ZodType>(schema: T, query: URLSearchParams): z.output<T> {
  const seen = new Set<string>();
  for (const name of query.keys()) {
    if (seen.has(name)) throw new BadQueryError(name, "is given twice");
    seen.add(name);
  }
  const result = schema.safeParse(Object.fromEntries(query));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  if (issue?.code === "unrecognized_keys") throw new BadQueryError(issue.keys[0] ?? "", "is not known here");
  throw new BadQueryError(String(issue?.path[0] ?? ""), issue?.message ?? "is malformed");
}

/** A parameter that is a whole number from `min` to `max`, both included, in decimal digits only. */
export function integer(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, { message, abort: true })
    .transform(Number)
    .refine((value) => value >= min && value <= max, message);
}

/** A parameter that is on when it is bare, `1` or `true`, and off when it is absent, `0` or `false`. */
export function flag() {
  return z
    .enum(["", "1", "true", "0", "false"], "must be bare, 1, true, 0 or false")
    .transform((value) => value !== "0" && value !== "false")
    .default(false);
}

/** A parameter that becomes an HTTP header value: any text that HTTP can carry, so no control and no wide characters. */
export function headerValue() {
  return z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/, "has a character that no HTTP header can carry");
}

/** A parameter that names a tally: up to 256 characters, `default` when absent. */
export function tallyKey() {
  return z.string().max(256, "must be at most 256 characters").default("default");
}
