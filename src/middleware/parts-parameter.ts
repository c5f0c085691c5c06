// `?parts=weather,air`: the optional parts of a merged answer that a caller wants. Every route with `answers` takes it.
import type { Context } from "hono";
import { docsOfRequest } from "../openapi/docs.ts";
import { faulty } from "../problems/field-problem.ts";

/** The name of the query parameter. */
export const PARTS = "parts";

/** Characters of an unknown name that the problem repeats. */
const MAX_REPEATED = 64;

/** Whether the request has the parameter, and its route reads it as the names of parts. */
export function takesParts(c: Context): boolean {
  if (c.req.query(PARTS) === undefined) return false;
  const docs = docsOfRequest(c);
  // A route may have a parameter of that name for something else.
  return docs.some(({ parts }) => parts !== undefined) && !docs.some(({ query }) => query?.shape[PARTS] !== undefined);
}

/**
 * The parts that the request asks for, by name; `undefined` where it does not say.
 *
 * @throws `Problem` 400 for a name that is not among `names`; it lists them.
 */
export function requestedParts(c: Context, names: readonly string[]): ReadonlySet<string> | undefined {
  if (!takesParts(c)) return undefined;
  const requested = (c.req.queries(PARTS) ?? []).flatMap((list) => list.split(",").map((name) => name.trim()));
  const unknown = requested.find((name) => name !== "" && !names.includes(name));
  if (unknown === undefined) return new Set(requested);
  const given = JSON.stringify(unknown.slice(0, MAX_REPEATED));
  throw faulty("invalid-query", PARTS, `${given} is not a part of this answer; its parts: ${names.join(", ")}`);
}
