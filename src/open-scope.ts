// Opens a scope with the settings of the Worker, for each request, cron or batch, and for a chunk of a job.
import { settingsOf } from "./env.ts";
import { Scope } from "./upstream/request/scope.ts";
import type { ScopeOptions } from "./upstream/request/scope-options.ts";

/** Milliseconds of every deadline that are kept for writing the answer. */
const RESERVE_MS = 50;

/** Default milliseconds for one attempt. */
export const ATTEMPT_TIMEOUT_MS = 5_000;

/** Bytes of one upstream body, and of all bodies of a request. The 128 MB of an isolate serve many requests at once. */
const MAX_UPSTREAM_BYTES = 1_048_576;
const MAX_TOTAL_BYTES = 16 * MAX_UPSTREAM_BYTES;

/** The breaker. It stays open for at most a minute, so that a recovered upstream is soon called again. */
const BREAKER = { failures: 10, cooldownMs: 5_000, maxCooldownMs: 60_000 };

/** Retries and hedges in an upstream's bucket: enough for short failures, too few to double the load of long ones. */
export const EXTRA_ATTEMPTS = 10;

/** The options that differ between scopes. */
type Opening = Pick<ScopeOptions, "clientSignal" | "trace" | "tracing"> & {
  /** @default DEADLINE_MS */
  readonly deadlineMs?: number | undefined;
  /** @default 50 */
  readonly reserveMs?: number;
  /** @default 5_000 */
  readonly timeoutMs?: number;
  readonly waitUntil: (work: Promise<unknown>) => void;
};

/** Opens a scope. It lives until its last hold is released. @throws {MisconfiguredError} */
export function openScope(env: Env, { waitUntil, ...opening }: Opening): Scope {
  const { ALLOWED_ORIGINS, ORIGINS, CACHE_UPSTREAMS, SUBREQUESTS, DEADLINE_MS } = settingsOf(env);
  return new Scope({
    ...opening,
    allowedOrigins: ALLOWED_ORIGINS,
    subrequests: SUBREQUESTS,
    deadlineMs: opening.deadlineMs ?? DEADLINE_MS,
    reserveMs: opening.reserveMs ?? RESERVE_MS,
    timeoutMs: opening.timeoutMs ?? ATTEMPT_TIMEOUT_MS,
    maxBytes: MAX_UPSTREAM_BYTES,
    maxTotalBytes: MAX_TOTAL_BYTES,
    breaker: BREAKER,
    extraAttempts: EXTRA_ATTEMPTS,
    worker: { env, origins: ORIGINS, caching: CACHE_UPSTREAMS, waitUntil },
  });
}
