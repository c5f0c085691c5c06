// The seam between the layers: what goes out, what comes back, and what travels along with it.
import type { AttemptTrace, CallTrace } from "./call-trace.ts";

/** One request to an upstream, as data, so that a layer can read it, change a copy, and send it again. */
export interface Outbound {
  readonly url: URL;
  /** In capitals. */
  readonly method: string;
  readonly headers: Headers;
  readonly body: BodyInit | null;
}

/** What is known of the call that a request belongs to. */
export interface Call {
  /** Who is called, for errors and the trace. */
  readonly upstream: string;
  /** Aborts when the answer is no longer wanted. Its `reason` says why; what `fetch` then rejects with is only a copy of that. */
  readonly signal: AbortSignal;
  readonly trace: CallTrace;
  /** Told, where somebody asks for it, when the request has been given its slot and is about to be sent. */
  readonly granted?: () => void;
  /** The attempt under way, below the layer that starts its clock. */
  readonly attempt?: AttemptTrace;
}

/** An answer whose headers are in and whose body may still be on its way. */
export interface Answer {
  readonly response: Response;
  /** Aborts when the rest of the body is not to be waited for. */
  readonly signal: AbortSignal;
  /** Must be called, once, when the body has been read to its end or cancelled: it stops the clock that runs on the body. */
  readonly release: () => void;
  /** Set by the breaker if the end of the body decides: the number of the probe that the request was, or 0. */
  probe?: number;
  /** The body, once it has been read whole. The body of `response` is used up then. */
  bytes?: Uint8Array<ArrayBuffer>;
}

/**
 * Sends a request and resolves to its answer when the headers are in. A layer is a function `(next: Fetch, policy) => Fetch`; `layers.ts`
 * says in which order they stand.
 *
 * @throws `UpstreamError` for what a layer of ours refuses or ends; otherwise what `fetch` rejects with.
 */
export type Fetch = (request: Outbound, call: Call) => Promise<Answer>;

/** Whether `method` changes nothing at the upstream, RFC 9110 section 9.2.1. */
export function isSafe(method: string): boolean {
  return method === "GET" || method === "HEAD" || method === "OPTIONS";
}

/**
 * Whether a request may be sent a second time without doing its work twice, or losing a body that streams by but once. `idempotent` says so
 * of the work whatever the method.
 */
export function repeatable({ method, body }: Outbound, idempotent: boolean): boolean {
  const harmless = idempotent || isSafe(method) || method === "PUT" || method === "DELETE";
  return harmless && !(body instanceof ReadableStream);
}

/** Lets go of an answer that is not wanted: cancels its body, stops its clock. */
export async function discard({ response, release }: Answer): Promise<void> {
  release();
  await response.body?.cancel().catch(() => undefined);
}
