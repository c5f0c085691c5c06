// Resolves one call's settings: its own options over the scope's defaults.
import { checkMs } from "../../gather/check.ts";
import type { CallLimits } from "../call/call-limits.ts";
import { adHocHealth } from "../call/health.ts";
import type { CallInit } from "./call-init.ts";
import type { ScopeOptions } from "./scope-options.ts";

/** Default number of tries after the first. */
export const RETRIES = 2;

/** @throws {RangeError} for milliseconds that no timer can wait. */
export function limitsFor(
  origin: string,
  init: CallInit,
  defaults: Pick<ScopeOptions, "timeoutMs" | "maxBytes" | "breaker" | "extraAttempts">,
  readsWhole: boolean,
): CallLimits {
  const { timeoutMs = defaults.timeoutMs, hedgeMs, firstByteMs, idleMs, targets } = init;
  checkMs("timeoutMs", timeoutMs);
  if (hedgeMs !== undefined) checkMs("hedgeMs", hedgeMs);
  if (firstByteMs !== undefined) checkMs("firstByteMs", firstByteMs);
  if (idleMs !== undefined) checkMs("idleMs", idleMs);
  return {
    retries: init.retries ?? RETRIES,
    idempotent: init.idempotent ?? false,
    hedgeMs,
    timeoutMs,
    firstByteMs,
    idleMs,
    maxBytes: init.maxBytes ?? defaults.maxBytes,
    readsWhole,
    redirect: init.redirect ?? "follow",
    targets: targets ?? [{ origin: undefined, health: adHocHealth(origin, init.caller) }],
    passDeadline: init.passDeadline,
    breaker: init.breaker === false ? undefined : defaults.breaker,
    countsTimeouts: targets !== undefined || timeoutMs >= defaults.timeoutMs,
    extraAttempts: defaults.extraAttempts,
  };
}
