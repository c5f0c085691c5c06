// One call as a result that can be sent to a client: whatever happens, it is told and not thrown.
import { RawJson } from "../streams/raw-json.ts";
import type { AnswerRoom } from "./body/answer-room.ts";
import { CallTrace, type Timing } from "./call/call-trace.ts";
import { isDecoded } from "./body/content.ts";
import { classifyReply } from "./body/classify-reply.ts";
import { type Outcome, UpstreamError } from "./call/outcome.ts";
import type { CallInit } from "./request/call-init.ts";
import type { OnProgress } from "./call/progress.ts";
import type { Scope } from "./request/scope.ts";

/** How one call ended, with what came back as far as anything did. */
export interface Result {
  readonly outcome: Outcome;
  readonly status?: number;
  /** By name in lower case; `set-cookie` as a list. */
  readonly headers?: Record<string, string | string[]>;
  /** JSON is `RawJson`, as it came. */
  readonly body?: unknown;
  readonly encoding?: "base64";
  /** What went wrong, where something did. */
  readonly message?: string;
  readonly timing: Timing;
}

/** Headers that describe the wire or the connection, not the answer. */
const NOT_TOLD =
  /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|content-encoding|content-length|cf-.*)$/;

const sizes = new WeakMap<Result, number>();

/** Bytes of the body that a result holds. */
export function sizeOf(result: Result): number {
  return sizes.get(result) ?? 0;
}

/** Options of a call that becomes a result. */
interface PerformOptions {
  /** Called at each step of the call. */
  readonly onProgress?: OnProgress | undefined;
  /** The room that the result must fit into. */
  readonly room?: AnswerRoom | undefined;
}

/**
 * Calls `url` and resolves to the result, also when the call fails: a status from 400 is `http_error`, broken JSON
 * `invalid`, and a result that does not fit into the answer `too_large`.
 */
export async function callToResult(
  scope: Scope,
  url: string,
  init: CallInit & { readonly upstream: string },
  { onProgress, room }: PerformOptions = {},
): Promise<Result> {
  const trace = new CallTrace(scope.startedAt, onProgress);
  try {
    const { status, headers, bytes } = await scope.read(url, { ...init, trace });
    const { outcome, fault, content } = classifyReply(status, headers, bytes, RawJson.check);
    trace.outcome = outcome;
    const result: Result = {
      outcome,
      status,
      headers: told(headers),
      ...content,
      ...(fault !== undefined && { message: `upstream ${JSON.stringify(init.upstream)} ${fault}` }),
      timing: trace.timing(),
    };
    if (room !== undefined && !room.take(result)) {
      scope.bodies.drop(bytes.byteLength);
      throw noRoom(init.upstream, status);
    }
    sizes.set(result, bytes.byteLength);
    return result;
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    const { outcome, message, status } = error;
    trace.outcome = outcome;
    return { outcome, ...(status !== undefined && { status }), message, timing: trace.timing() };
  }
}

/** The result of a call that its fan-out ended before it began. */
export function neverBegun(scope: Scope, upstream: string): Result {
  const trace = new CallTrace(scope.startedAt);
  trace.end();
  const message = `upstream ${JSON.stringify(upstream)} was never called: its result was not wanted any more`;
  return { outcome: "cancelled", message, timing: trace.timing() };
}

function noRoom(upstream: string, status: number): UpstreamError {
  const error = new UpstreamError(upstream, "too_large", "answered with more than fits into the answer");
  error.status = status;
  return error;
}

function told(headers: Headers): Record<string, string | string[]> {
  const pairs = [...headers].filter(
    ([name]) => !NOT_TOLD.test(name) || (name === "content-encoding" && !isDecoded(headers)),
  );
  const cookies = headers.getSetCookie();
  return { ...Object.fromEntries(pairs), ...(cookies.length > 0 && { "set-cookie": cookies }) };
}
