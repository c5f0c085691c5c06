// What comes in, read and validated before a handler sees it.
import { zValidator } from "@hono/zod-validator";
import { bodyLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import type * as z from "zod";
import { faulty, invalid } from "./problem.ts";

/** Bytes a request's body may have. */
const MAX_BODY_BYTES = 1_048_576;

/** Validates the query. The handler finds it, typed, at `c.req.valid("query")`. @throws `Problem` 400 that names each bad parameter. */
export function query<S extends z.ZodType>(schema: S) {
  return zValidator("query", schema, (result) => {
    if (!result.success) throw invalid("invalid-query", result.error);
  });
}

/** Validates a JSON body, after `jsonOnly`. The handler finds it, typed, at `c.req.valid("json")`. @throws `Problem` 422. */
export function json<S extends z.ZodType>(schema: S) {
  return zValidator("json", schema, (result) => {
    if (!result.success) throw invalid("invalid-field", result.error);
  });
}

/** Refuses a body that does not call itself JSON. @throws `Problem` 415. */
export const jsonOnly = createMiddleware(async function onlyJson(c, next) {
  const type = c.req.header("Content-Type");
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type ?? "")) {
    throw faulty("not-json", [
      { field: "Content-Type", message: `must be application/json, not ${type ?? "missing"}` },
    ]);
  }
  await next();
});

/** Refuses a body over the cap, counted as it arrives. @throws `Problem` 413. */
export const capped = bodyLimit({
  maxSize: MAX_BODY_BYTES,
  onError: () => {
    throw faulty("body-too-large", [{ field: "(body)", message: `may have at most ${MAX_BODY_BYTES} bytes` }]);
  },
});
