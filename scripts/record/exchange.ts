// A call as the proxy saw it, before anything is taken out. Never written.
import type { IncomingHttpHeaders } from "node:http";

/** A piece of a body, and when it came, counted from the headers. */
export interface Piece {
  readonly atMs: number;
  readonly bytes: Uint8Array;
}

/** One request that went through the proxy. */
export interface ProxiedRequest {
  readonly variable: string;
  readonly method: string;
  /** The path and query as sent. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  /** `undefined` if it was over the limit. */
  readonly body: Uint8Array | undefined;
}

/** A request with its whole answer. */
export interface AnsweredExchange extends ProxiedRequest {
  readonly status: number;
  readonly answerHeaders: IncomingHttpHeaders;
  readonly headersMs: number;
  readonly bodyMs: number;
  readonly pieces: readonly Piece[];
}

/** A request without a whole answer, and why. */
export interface FailedExchange extends ProxiedRequest {
  /** `unreachable`: no answer. `broken`: half of one. `left`: the Worker did not wait. `large`: over the limit. */
  readonly failure: "unreachable" | "broken" | "left" | "large";
  readonly why: string;
}

export type ProxiedExchange = AnsweredExchange | FailedExchange;
