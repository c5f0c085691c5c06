// Sends an answer as one JSON document. Its bodies stay counted until the client has received them.
import type { Context, TypedResponse } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { JSONParsed } from "hono/utils/types";
import type { AppEnv } from "../middleware/scope.ts";
import { writtenJson } from "../streams/written-json.ts";
import { scopeOf } from "../upstream/request/call-context.ts";

/** Answers with `value` as JSON, like `c.json`, but leaves each `RawJson` in its results unchanged. */
export function jsonDocument<T extends object>(
  c: Context<AppEnv>,
  value: T,
  status: ContentfulStatusCode,
  headers: Record<string, string>,
): Response & TypedResponse<JSONParsed<T>, 200, "json"> {
  const body = writtenJson(value, () => scopeOf(c.var.call).bodies.outlive());
  return c.body(body, status, { ...headers, "Content-Type": "application/json" }) as never;
}
