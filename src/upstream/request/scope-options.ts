// The options of a scope. The middleware provides them.
import type { CircuitPolicy } from "../call/call-limits.ts";
import type { Spans } from "../call/resources.ts";
import type { TraceContext } from "./trace-context.ts";

/** The Worker's part of a scope, for declared upstreams. */
export interface WorkerContext {
  /** The Worker's variables and secrets. */
  readonly env: Env;
  /** The origins of declared upstreams, by their variables. */
  readonly origins: ReadonlyMap<string, string>;
  /** True if answers may be cached, as the policy of an upstream says. */
  readonly caching: boolean;
  /** Keeps the runtime alive for work after the answer. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/** The options of a scope. */
export interface ScopeOptions {
  readonly allowedOrigins: ReadonlySet<string>;
  /** Subrequests of the request, with redirect hops. */
  readonly subrequests: number;
  /** Milliseconds from the start of the request to its answer. */
  readonly deadlineMs: number;
  /** Milliseconds of the deadline that are kept for answering, at most half. Upstream work stops earlier by these. */
  readonly reserveMs: number;
  /** Default milliseconds for one attempt. */
  readonly timeoutMs: number;
  /** When the breaker opens, and for how long. */
  readonly breaker: CircuitPolicy;
  /** Retries and hedges in an upstream's bucket, for all requests of an isolate. Each success adds a tenth of one. */
  readonly extraAttempts: number;
  /** Bytes of one body, decompressed. */
  readonly maxBytes: number;
  /** Bytes of all bodies together that are read whole. */
  readonly maxTotalBytes: number;
  /** Aborts when the client leaves. */
  readonly clientSignal: AbortSignal;
  readonly worker: WorkerContext;
  /** The trace of the request. */
  readonly trace: TraceContext;
  /** The runtime's spans, if the request is traced. */
  readonly tracing?: Spans | undefined;
}
