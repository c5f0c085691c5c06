// Checks a declared upstream's reply against its declaration.
import type * as z from "zod";
import { classifyReply } from "./body/classify-reply.ts";
import { bigPath, exactJson } from "./body/exact-json.ts";
import { UpstreamError } from "./call/outcome.ts";
import { held, undeclared } from "./held-to-schema.ts";
import type { Reply } from "./request/call-init.ts";

/**
 * Resolves to the output of `schema` for the body.
 *
 * @throws {UpstreamError} `http_error` for a status from 400, `invalid` for an undeclared answer.
 */
export async function readAnswer<S extends z.ZodType>(
  upstream: string,
  schema: S,
  { status, headers, bytes }: Reply,
): Promise<z.output<S>> {
  let hasBig = false;
  const { reason, fault, content } = classifyReply(status, headers, bytes, function readJson(body) {
    const json = exactJson(body);
    hasBig = json.hasBig;
    return json.value;
  });
  if (reason !== undefined) {
    const error = new UpstreamError(upstream, reason, fault ?? "");
    error.status = status;
    throw error;
  }
  const data = await held(upstream, schema, content.body, status);
  const path = hasBig ? bigPath(data) : undefined;
  if (path === undefined) return data;
  const what = "JavaScript cannot hold this number; declare an integer as bigInteger()";
  throw undeclared(upstream, "inexact_number", path, what, status);
}
