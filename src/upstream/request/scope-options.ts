// What the middleware gives a scope to live on.
import type { CircuitPolicy } from "../call/call-limits.ts";
import type { Spans } from "../call/resources.ts";
import type { TraceContext } from "./trace-context.ts";

/** What declared upstreams find around them. */
export interface WorkerContext {
  /** The Worker's variables and secrets. */
  readonly env: Env;
  /** Where declared upstreams are, by the variable that says so. */
  readonly origins: ReadonlyMap<string, string>;
  /** Whether answers may be kept and found again, as far as an upstream's policy says. */
  readonly caching: boolean;
  /** Keeps the runtime's interest in work that goes on after the answer. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/** What a scope is given to live on. */
export interface ScopeOptions {
  readonly allowedOrigins: ReadonlySet<string>;
  /** Subrequests the request may make, redirect hops included. */
  readonly subrequests: number;
  /** Milliseconds from the request's start until it must be answered. */
  readonly deadlineMs: number;
  /** Milliseconds of these kept back for answering, at most half: upstream work stops so much earlier. */
  readonly reserveMs: number;
  /** Milliseconds for one attempt where a call names none. */
  readonly timeoutMs: number;
  /** When an upstream that keeps failing is left alone, and for how long. */
  readonly breaker: CircuitPolicy;
  /**
   * Retries and hedges in an upstream's bucket, which an isolate's requests share. Each success puts back a tenth of
   * one.
   */
  readonly extraAttempts: number;
  /** Bytes a body may have, decompressed. */
  readonly maxBytes: number;
  /** Bytes that all bodies read whole may have together. */
  readonly maxTotalBytes: number;
  /** Aborts when the client leaves. */
  readonly clientSignal: AbortSignal;
  readonly worker: WorkerContext;
  /** The trace that the request belongs to. */
  readonly trace: TraceContext;
  /** The runtime's spans, if somebody traces the request. */
  readonly tracing?: Spans | undefined;
}
