// `?parts=weather,air`: the optional parts that a caller wants. Every route with `answers` reads it.
import type { Context } from "hono";
import { docsOfRequest } from "../openapi/docs.ts";
import { faulty } from "../problems/field-problem.ts";

/** The name of the query parameter. */
export const PARTS = "parts";

/** Characters of an unknown name in the problem. */
const MAX_REPEATED = 64;

/** Returns true if the request has the parameter and its route reads it as names of parts. */
export function takesParts(c: Context): boolean {
  if (c.req.query(PARTS) === undefined) return false;
  const docs = docsOfRequest(c);
  // A route may use a parameter of this name for something else.
  return docs.some(({ parts }) => parts !== undefined) && !docs.some(({ query }) => query?.shape[PARTS] !== undefined);
}

/**
 * Returns the names of the parts that the request asks for. `undefined` without the parameter.
 *
 * @throws {Problem} 400 for a name that is not in `names`. It lists the known names.
 */
export function requestedParts(c: Context, names: readonly string[]): ReadonlySet<string> | undefined {
  if (!takesParts(c)) return undefined;
  const requested = (c.req.queries(PARTS) ?? []).flatMap((list) => list.split(",").map((name) => name.trim()));
  const unknown = requested.find((name) => name !== "" && !names.includes(name));
  if (unknown === undefined) return new Set(requested);
  const given = JSON.stringify(unknown.slice(0, MAX_REPEATED));
  throw faulty("invalid-query", PARTS, `${given} is not a part of this answer; its parts: ${names.join(", ")}`);
}
