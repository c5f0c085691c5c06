// What a scope of a test lives on.
import type { ScopeOptions } from "../../src/upstream/request/scope-options.ts";
import { traceContextOf } from "../../src/upstream/request/trace-context.ts";

/** Plenty of everything, but for `changes`; `origin` alone is allowed. */
export function scopeOptions(origin: string, changes: Partial<ScopeOptions> = {}): ScopeOptions {
  return {
    allowedOrigins: new Set([origin]),
    subrequests: 50,
    deadlineMs: 5_000,
    reserveMs: 50,
    timeoutMs: 2_000,
    maxBytes: 100_000,
    maxTotalBytes: 100_000_000,
    breaker: { failures: Infinity, cooldownMs: 0, maxCooldownMs: 0 },
    extraAttempts: Infinity,
    clientSignal: new AbortController().signal,
    worker: { env: {} as Env, origins: new Map(), caching: false, waitUntil: () => undefined },
    trace: traceContextOf(new Headers()),
    ...changes,
  };
}
