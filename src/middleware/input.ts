// Validates the query and the parameters of the path, before the handler sees them.
import { zValidator } from "@hono/zod-validator";
import type { MiddlewareHandler } from "hono";
import * as z from "zod";
import { documented } from "../openapi/docs.ts";
import { invalid } from "../problems/field-problem.ts";
import { PARTS, takesParts } from "./parts-parameter.ts";

/**
 * Validates the query. The handler reads it, typed, with `c.req.valid("query")`. If the route declares its answer with
 * `answers`, the schema need not know `parts`.
 *
 * @example
 * app.get("/city", query(z.strictObject({ name: z.string() })), (c) => c.json(c.req.valid("query")));
 *
 * @throws {Problem} 400 with each invalid parameter.
 */
export function query<S extends z.ZodObject>(schema: S) {
  const validator = queryValidator(schema);
  const besideParts = queryValidator(z.preprocess(withoutParts, schema));
  const validQuery: MiddlewareHandler = function validQuery(c, next) {
    const chosen = !Object.hasOwn(schema.shape, PARTS) && takesParts(c) ? besideParts : validator;
    return chosen(c as never, next);
  };
  return documented(validQuery as typeof validator, {
    query: schema,
    problems: { 400: "A query parameter is invalid" },
  });
}

function queryValidator<S extends z.ZodType>(schema: S) {
  return zValidator("query", schema, (result) => {
    if (!result.success) throw invalid("invalid-query", result.error);
  });
}

/** `answers` reads it. */
function withoutParts({ [PARTS]: _parts, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return rest;
}

/** Validates the path, for `c.req.valid("param")`. @throws {Problem} 400 with each invalid parameter. */
export function param<S extends z.ZodObject>(schema: S) {
  const validator = zValidator("param", schema, (result) => {
    if (!result.success) throw invalid("invalid-path", result.error);
  });
  return documented(validator, { params: schema, problems: { 400: "A parameter of the path or query is invalid" } });
}

/** A query parameter with a whole number. Typed clients write it as a numeric string. */
export function wholeNumber(least: number, most: number) {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.coerce.number<`${number}`>({ error }).int({ error }).min(least, { error }).max(most, { error });
}
