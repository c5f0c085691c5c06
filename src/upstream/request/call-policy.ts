// One call's settings, as its layers need them.
import { checkMs } from "../../gather/check.ts";
import type { Alarms, Semaphore } from "../../gather/index.ts";
import type { Budget } from "../layers/budget.ts";
import type { CallInit } from "./call-init.ts";
import { adHocHealth } from "../layers/health.ts";
import type { Policy } from "../layers/index.ts";
import type { BodyRoom } from "../body/body-room.ts";
import type { ScopeOptions } from "./scope-options.ts";

/** Tries after the first where a call names no number. */
const RETRIES = 2;

/** Milliseconds: the first wait between tries, the longest, and the longest an upstream may ask for. */
const RETRY_WAITS = { baseMs: 100, maxMs: 2_000, maxRetryAfterMs: 10_000 };

/** What all calls of a request share. */
interface Shared {
  readonly slots: Semaphore;
  readonly alarms: Alarms;
  readonly budget: Budget;
  /** When upstream work must be over, on the clock of `performance.now()`. */
  readonly deadlineAt: number;
}

/**
 * Resolves one call's settings: its own options over the scope's defaults. `room`: the room for all bodies of the
 * request; `undefined` for a body that is not read whole.
 *
 * @throws `RangeError` for milliseconds that no timer can wait.
 */
export function policyFor(
  url: URL,
  init: CallInit,
  options: ScopeOptions,
  { slots, alarms, budget, deadlineAt }: Shared,
  room: BodyRoom | undefined,
): Policy {
  const { retries = RETRIES, hedgeMs, idempotent = false, redirect = "follow", origin, caller } = init;
  const { timeoutMs = options.timeoutMs, maxBytes = options.maxBytes } = init;
  checkMs("timeoutMs", timeoutMs);
  checkMs("hedgeMs", hedgeMs ?? Infinity);
  const health = init.health ?? adHocHealth(url.origin, caller);
  const heedsBreaker = init.breaker !== false;
  const extra = { health, most: options.extraAttempts, budget, heedsBreaker };
  const breaker = heedsBreaker
    ? {
        ...options.breaker,
        health,
        countsTimeouts: init.health !== undefined || timeoutMs >= options.timeoutMs,
        readsWhole: room !== undefined,
        timeoutMs,
        deadlineAt,
      }
    : undefined;
  const body = room && { maxBytes, room, breaker };
  return {
    retry: { ...RETRY_WAITS, retries, idempotent, deadlineAt, extra, body },
    hedge: { delayMs: hedgeMs, idempotent, slots, alarms, extra },
    breaker,
    slots,
    alarms,
    timeoutMs,
    redirect,
    guard: { allowedOrigins: options.allowedOrigins, origin },
    budget,
  };
}
