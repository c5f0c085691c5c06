// The types between the layers: an outgoing request and its answer.
import type { Attempt } from "./attempt.ts";
import type { Call } from "./call.ts";
import type { HealthKey } from "./health.ts";

/** One request to an upstream, as data. A layer can read it, change a copy, and send it again. */
export interface Outbound {
  /** Absolute. */
  readonly url: string;
  /** Scheme, host and port of `url`, as `URL` writes them. */
  readonly origin: string;
  /** Upper case. */
  readonly method: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: BodyInit | null;
}

/** A request for its breaker: the number of the probe, or 0 for a normal request, and the record to count in. */
export interface Probe {
  readonly number: number;
  readonly health: HealthKey;
}

/** An answer whose headers have arrived. Its body may still be on its way. */
export interface Answer {
  readonly response: Response;
  /** Aborts when the rest of the body is not needed. */
  readonly signal: AbortSignal;
  /** Call this when the body has ended or was cancelled. It stops the clock of the body. */
  release(): void;
  /** Stops the clock only. Other limits of the body stay. */
  untime?(): void;
  /** Set by the breaker if the end of the body decides. */
  probe?: Probe | undefined;
  /** The body, if it was read whole. Then the body of `response` is used up. */
  bytes?: Uint8Array<ArrayBuffer> | undefined;
}

/**
 * Makes a call. Resolves when the headers have arrived, or the body if it is read whole. A layer around calls is a
 * function `(next: Fetch) => Fetch`. It sees each call once.
 *
 * @throws {UpstreamError} if a layer refuses or ends the call.
 * @throws The error of the platform's `fetch`.
 */
export type Fetch = (request: Outbound, call: Call) => Promise<Answer>;

/** Sends one attempt of a call. A layer around attempts is a function `(next: Send) => Send`. It may throw at once. */
export type Send = (request: Outbound, attempt: Attempt) => Promise<Answer>;

/** Returns true if `method` changes nothing at the upstream. RFC 9110 section 9.2.1. */
export function isSafe(method: string): boolean {
  return method === "GET" || method === "HEAD" || method === "OPTIONS";
}

/**
 * Returns true if a request may be sent twice: a second time does no harm, and the body can be sent again. `idempotent`
 * allows any method.
 */
export function repeatable({ method, body }: Outbound, idempotent: boolean): boolean {
  const harmless = idempotent || isSafe(method) || method === "PUT" || method === "DELETE";
  return harmless && !(body instanceof ReadableStream);
}

/** Drops an answer that is not needed: cancels its body and stops its clock. */
export async function discard(answer: Answer): Promise<void> {
  answer.release();
  await answer.response.body?.cancel().catch(() => undefined);
}
