// What the layers are told of one call: what it asks for itself, and what holds where it does not.
import { checkMs } from "../gather/check.ts";
import type { Alarms, Semaphore } from "../gather/index.ts";
import { isOpen } from "./breaker.ts";
import type { Budget } from "./budget.ts";
import type { CallInit } from "./call-init.ts";
import type { Policy } from "./layers.ts";
import { RetryBudget } from "./retry-budget.ts";
import type { ScopeOptions } from "./scope-options.ts";

/** Tries after the first where a call names no number. */
const RETRIES = 2;

/** Which part of a request's calls may be retries, and how many may be in any case. */
const RETRY_SHARE = 0.2;
const RETRIES_AT_LEAST = 5;

/** Milliseconds: the first wait between tries, the longest, and the longest an upstream may ask for. */
const RETRY_WAITS = { baseMs: 100, maxMs: 2_000, maxRetryAfterMs: 10_000 };

/** What all calls of a request share. */
interface Shared {
  readonly slots: Semaphore;
  readonly alarms: Alarms;
  readonly budget: Budget;
  readonly retries: RetryBudget;
  /** When upstream work must be over, on the clock of `performance.now()`. */
  readonly deadlineAt: number;
}

/** The retries that one request may spend. */
export function retryBudget(): RetryBudget {
  return new RetryBudget(RETRY_SHARE, RETRIES_AT_LEAST);
}

/** Puts the two together. @throws `RangeError` for milliseconds that no timer can wait. */
export function policyFor(
  { timeoutMs, retries = RETRIES, hedgeMs, idempotent = false, redirect = "follow", origin, breaker: heeded }: CallInit,
  { breaker, allowedOrigins, timeoutMs: defaultTimeoutMs }: ScopeOptions,
  { slots, alarms, budget, retries: retriesLeft, deadlineAt }: Shared,
): Policy {
  checkMs("timeoutMs", timeoutMs ?? defaultTimeoutMs);
  checkMs("hedgeMs", hedgeMs ?? Infinity);
  return {
    retry: {
      ...RETRY_WAITS,
      retries,
      idempotent,
      deadlineAt,
      maySend: ({ url }) => budget.left > 0 && !isOpen(url.origin),
      budget: retriesLeft,
    },
    hedge: { delayMs: hedgeMs, idempotent, slots, budget },
    breaker:
      heeded === false
        ? undefined
        : { ...breaker, countsTimeouts: timeoutMs === undefined || timeoutMs >= defaultTimeoutMs },
    slots,
    alarms,
    timeoutMs: timeoutMs ?? defaultTimeoutMs,
    redirect,
    guard: { allowedOrigins, origin },
    budget,
  };
}
