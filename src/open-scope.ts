// A scope with the settings of the Worker: one for each request, cron or batch.
import { settingsOf } from "./env.ts";
import { Scope } from "./upstream/request/scope.ts";
import type { ScopeOptions } from "./upstream/request/scope-options.ts";

/** Milliseconds kept back from every deadline for writing the answer. */
const RESERVE_MS = 50;

/** Milliseconds for one attempt if a call names none. */
export const ATTEMPT_TIMEOUT_MS = 5_000;

/** Bytes an upstream's body may have, and all that a request holds together: an isolate's 128 MB serve many requests at once. */
const MAX_UPSTREAM_BYTES = 1_048_576;
const MAX_TOTAL_BYTES = 16 * MAX_UPSTREAM_BYTES;

/** When an upstream that keeps failing is left alone. For a minute at most: one that recovers is soon found out. */
const BREAKER = { failures: 10, cooldownMs: 5_000, maxCooldownMs: 60_000 };

/** Retries and hedges in an upstream's bucket: enough for short failures, too few to double the load of a long one. */
export const EXTRA_ATTEMPTS = 10;

/** What differs between scopes. */
type Opening = Pick<ScopeOptions, "clientSignal" | "trace" | "tracing"> & {
  /** @default DEADLINE_MS */
  readonly deadlineMs?: number | undefined;
  readonly waitUntil: (work: Promise<unknown>) => void;
};

/** Opens a scope that lives until the last of those who hold it lets go. @throws `MisconfiguredError`. */
export function openScope(env: Env, { deadlineMs, waitUntil, ...opening }: Opening): Scope {
  const { ALLOWED_ORIGINS, ORIGINS, CACHE_UPSTREAMS, SUBREQUESTS, DEADLINE_MS } = settingsOf(env);
  return new Scope({
    ...opening,
    allowedOrigins: ALLOWED_ORIGINS,
    subrequests: SUBREQUESTS,
    deadlineMs: deadlineMs ?? DEADLINE_MS,
    reserveMs: RESERVE_MS,
    timeoutMs: ATTEMPT_TIMEOUT_MS,
    maxBytes: MAX_UPSTREAM_BYTES,
    maxTotalBytes: MAX_TOTAL_BYTES,
    breaker: BREAKER,
    extraAttempts: EXTRA_ATTEMPTS,
    worker: { env, origins: ORIGINS, caching: CACHE_UPSTREAMS, waitUntil },
  });
}
