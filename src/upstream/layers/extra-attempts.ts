// Limits retries and hedges, which add load to an upstream in trouble. One bucket for each upstream serves all requests
// of an isolate.
import type { Call } from "../call/call.ts";
import type { HealthKey } from "../call/health.ts";
import { isOpen } from "./circuit.ts";
import { nextTarget } from "./next-target.ts";

/**
 * A success earns one tenth of an attempt. In the long run, at most one call in ten is sent twice. Tenths add up
 * exactly.
 */
const TENTHS = 10;

/**
 * Takes one attempt from the upstream's bucket. Returns `false`, and takes nothing, if the bucket is empty or if a
 * lower layer would refuse the attempt.
 */
export function takeExtraAttempt(call: Call): boolean {
  const { targets, breaker, extraAttempts } = call.limits;
  const [{ health }] = targets;
  if (call.resources.budget.left <= 0 || (breaker !== undefined && isOpen(nextTarget(call).health))) return false;
  const { records, key } = health;
  const spentTenths = (records.get(key)?.spentTenths ?? 0) + TENTHS;
  if (spentTenths > extraAttempts * TENTHS) return false;
  records.change(key).spentTenths = spentTenths;
  return true;
}

/** Puts back the share that a success earns, up to a full bucket. */
export function earnExtraAttempt({ records, key }: HealthKey): void {
  const health = records.get(key);
  if (health === undefined || health.spentTenths === 0) return;
  health.spentTenths--;
  records.tidy(key);
}
