// Turns one call into a result for a client. An error becomes a result too; it is not thrown.
import { RawJson } from "../streams/raw-json.ts";
import type { AnswerRoom } from "./body/answer-room.ts";
import type { Timing } from "./call/timing.ts";
import { isDecoded } from "./body/content.ts";
import { classifyReply } from "./body/classify-reply.ts";
import { type Outcome, type Reason, reasons, UpstreamError } from "./call/outcome.ts";
import type { CallInit } from "./request/call-init.ts";
import type { OnProgress } from "./call/progress.ts";
import type { Scope } from "./request/scope.ts";

/** The end of one call, and the parts of its answer that have arrived. */
export interface Result {
  readonly outcome: Outcome;
  readonly status?: number;
  /** Names in lower case. `set-cookie` is a list. */
  readonly headers?: Record<string, string | string[]>;
  /** JSON is `RawJson`, unchanged. */
  readonly body?: unknown;
  readonly encoding?: "base64";
  /** Why it failed, for programs. */
  readonly reason?: Reason;
  /** What went wrong, for people. */
  readonly message?: string;
  readonly timing: Timing;
}

/** Headers that describe the wire or the connection, not the answer. Results omit them. */
const OMITTED_HEADERS =
  /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|content-encoding|content-length|cf-.*)$/;

const sizes = new WeakMap<Result, number>();

/** Returns the bytes of the body that a result holds. */
export function sizeOf(result: Result): number {
  return sizes.get(result) ?? 0;
}

/** Options of a call that becomes a result. */
interface ResultOptions {
  /** Called at each step of the call. */
  readonly onProgress?: OnProgress | undefined;
  /** The room that the result must fit into. */
  readonly room?: AnswerRoom | undefined;
}

/**
 * Calls `url` and resolves to the result, even if the call fails. A status from 400 is `http_error`, broken JSON is
 * `invalid`, and a result without room is `too_large`.
 */
export async function callToResult(
  scope: Scope,
  url: string,
  init: CallInit & { readonly upstream: string },
  { onProgress, room }: ResultOptions = {},
): Promise<Result> {
  const call = scope.open(init.upstream, init.signal, onProgress);
  try {
    const { status, headers, bytes } = await scope.read(url, { ...init, call });
    const { reason, fault, content } = classifyReply(status, headers, bytes, RawJson.check);
    const outcome = (call.outcome = reason === undefined ? "ok" : reasons[reason]);
    call.reason = reason;
    const result: Result = {
      outcome,
      status,
      headers: sentHeaders(headers),
      ...content,
      ...(reason !== undefined && { reason }),
      ...(fault !== undefined && { message: `upstream ${JSON.stringify(init.upstream)} ${fault}` }),
      timing: call.timing(),
    };
    if (room !== undefined && !room.take(result)) {
      scope.bodies.drop(bytes.byteLength);
      throw noRoom(init.upstream, status);
    }
    sizes.set(result, bytes.byteLength);
    return result;
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    const { outcome, reason, message, status } = call.failed(error);
    return { outcome, ...(status !== undefined && { status }), reason, message, timing: call.timing() };
  }
}

/** Returns the result of a call that its fan-out stopped before it started. */
export function neverBegun(scope: Scope, upstream: string): Result {
  const call = scope.open(upstream);
  call.end();
  const message = `upstream ${JSON.stringify(upstream)} was never called: its result was no longer needed`;
  return { outcome: "cancelled", reason: "not_wanted", message, timing: call.timing() };
}

function noRoom(upstream: string, status: number): UpstreamError {
  const error = new UpstreamError(upstream, "answer_limit", "answered with more than fits into the answer");
  error.status = status;
  return error;
}

function sentHeaders(headers: Headers): Record<string, string | string[]> {
  const pairs = [...headers].filter(
    ([name]) => !OMITTED_HEADERS.test(name) || (name === "content-encoding" && !isDecoded(headers)),
  );
  const cookies = headers.getSetCookie();
  return { ...Object.fromEntries(pairs), ...(cookies.length > 0 && { "set-cookie": cookies }) };
}
