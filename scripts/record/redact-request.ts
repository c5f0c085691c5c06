// A request as it is written and as it is matched: its path, query and body, without secrets.
import { decodeBody } from "./decode-body.ts";
import type { RecordedRequest } from "./recording.ts";
import { isKept, redactBody } from "./redact-body.ts";
import type { Redactor } from "./redactor.ts";

/** A request as it was sent. */
export interface SentRequest {
  readonly method: string;
  /** The path and query. */
  readonly target: string;
  readonly contentType?: string | undefined;
  readonly contentEncoding?: string | undefined;
  readonly body: Uint8Array;
}

/** The request in the form of a recording, secrets included. @throws `Error` for a body that cannot be decoded. */
export function readRequest({ method, target, contentType, contentEncoding, body }: SentRequest): RecordedRequest {
  const mark = target.indexOf("?");
  const path = mark < 0 ? target : target.slice(0, mark);
  const decoded = decodeBody([{ atMs: 0, bytes: body }], contentType ?? "", contentEncoding);
  return {
    method,
    path,
    query: mark < 0 ? "" : target.slice(mark + 1),
    ...(contentType !== undefined && { contentType }),
    ...(decoded !== undefined && isKept(contentType ?? "") && { body: decoded }),
  };
}

/** The request without secrets. @throws `UnsafeBodyError`. */
export function redactRequest(request: RecordedRequest, redactor: Redactor): RecordedRequest {
  const { path, query, contentType = "", body } = request;
  return {
    ...request,
    path: redactor.text(path, "path"),
    query: redactor.pairs(query, "query"),
    ...(body !== undefined && { body: redactBody(body, contentType, "request body", redactor) }),
  };
}
