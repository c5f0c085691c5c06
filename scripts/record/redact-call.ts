// From what the proxy saw to what is written: a call without secrets, in a readable form.
import { decodeBody } from "./decode-body.ts";
import type { AnsweredExchange } from "./exchange.ts";
import { keptHeaders, learnHeaders } from "./headers.ts";
import { readRequest, redactRequest } from "./redact-request.ts";
import { redactBody } from "./redact-body.ts";
import type { RecordedCall } from "./recording.ts";
import type { Redactor } from "./redactor.ts";

/** A call, and the names of the headers that were left out of it. */
export interface RedactedCall {
  readonly call: RecordedCall;
  readonly leftHeaders: readonly string[];
}

/**
 * Redacts `exchange`. Run it once on every exchange to learn the secrets, and again for the calls to keep.
 *
 * @throws `Error` that says why the call cannot be kept: a coding that is not known, a binary body with a secret.
 */
export function redactCall(exchange: AnsweredExchange, redactor: Redactor): RedactedCall {
  const {
    variable,
    method,
    target,
    headers,
    body = new Uint8Array(),
    status,
    answerHeaders,
    headersMs,
    bodyMs,
  } = exchange;
  learnHeaders(headers, redactor);
  learnHeaders(answerHeaders, redactor);
  const request = readRequest({
    method,
    target,
    contentType: headers["content-type"],
    contentEncoding: headers["content-encoding"],
    body,
  });
  const contentType = answerHeaders["content-type"] ?? "";
  const answer = decodeBody(exchange.pieces, contentType, answerHeaders["content-encoding"]);
  const { kept, left } = keptHeaders(answerHeaders, redactor);
  const call = {
    variable,
    request: redactRequest(request, redactor),
    status,
    headers: kept,
    timing: { headersMs: rounded(headersMs), bodyMs: rounded(bodyMs) },
    ...(answer !== undefined && { body: rounding(redactBody(answer, contentType, "answer", redactor)) }),
  };
  if (redactor.secrets.holds(JSON.stringify(call))) throw new Error("a secret is left in it after redaction");
  return { call, leftHeaders: left };
}

function rounding<B extends RecordedCall["body"] & object>(body: B): B | { lines: { atMs: number; text: string }[] } {
  if (!("lines" in body)) return body;
  return { lines: body.lines.map(({ atMs, text }) => ({ atMs: rounded(atMs), text })) };
}

/** Milliseconds with a tenth: more digits are noise in a diff. */
function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
