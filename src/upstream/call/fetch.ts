// The seam between the layers: what goes out, and what comes back.
import type { Attempt } from "./attempt.ts";
import type { Call } from "./call.ts";

/** One request to an upstream, as data, so that a layer can read it, change a copy, and send it again. */
export interface Outbound {
  /** Absolute. */
  readonly url: string;
  /** Scheme, host and port of `url`, as `URL` writes them. */
  readonly origin: string;
  /** In capitals. */
  readonly method: string;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: BodyInit | null;
}

/** An answer whose headers are in and whose body may still be on its way. */
export interface Answer {
  readonly response: Response;
  /** Aborts when the rest of the body is not to be waited for. */
  readonly signal: AbortSignal;
  /** Must be called when the body has been read to its end or cancelled: it stops the clock that runs on the body. */
  release(): void;
  /** Stops the clock alone: what else ends the body still does. */
  untime?(): void;
  /** Set by the breaker if the end of the body decides: the number of the probe that the request was, or 0. */
  probe?: number | undefined;
  /** The body, once it has been read whole. The body of `response` is used up then. */
  bytes?: Uint8Array<ArrayBuffer> | undefined;
}

/**
 * Makes a call and resolves to its answer when the headers are in, or the body if it is read whole. A layer around calls
 * is a function `(next: Fetch) => Fetch`; it sees a call once.
 *
 * @throws `UpstreamError` for what a layer refuses or ends; otherwise what the platform's `fetch` rejects with.
 */
export type Fetch = (request: Outbound, call: Call) => Promise<Answer>;

/** Sends one attempt of a call. A layer around attempts is a function `(next: Send) => Send`. It may throw at once. */
export type Send = (request: Outbound, attempt: Attempt) => Promise<Answer>;

/** Whether `method` changes nothing at the upstream, RFC 9110 section 9.2.1. */
export function isSafe(method: string): boolean {
  return method === "GET" || method === "HEAD" || method === "OPTIONS";
}

/**
 * Whether a request may be sent a second time without doing its work twice, or losing a body that streams by but once.
 * `idempotent` says so of the work whatever the method.
 */
export function repeatable({ method, body }: Outbound, idempotent: boolean): boolean {
  const harmless = idempotent || isSafe(method) || method === "PUT" || method === "DELETE";
  return harmless && !(body instanceof ReadableStream);
}

/** Lets go of an answer that is not wanted: cancels its body, stops its clock. */
export async function discard(answer: Answer): Promise<void> {
  answer.release();
  await answer.response.body?.cancel().catch(() => undefined);
}
