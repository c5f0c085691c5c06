// Retries and hedges multiply the load on an upstream in trouble. One bucket per upstream bounds them, across all
// requests of an isolate.
import type { Call } from "../call/call.ts";
import type { HealthKey } from "../call/health.ts";
import { isOpen } from "./circuit.ts";

/**
 * A success earns one tenth of an attempt, so at most one call in ten is sent twice in the long run. Tenths add up
 * exactly.
 */
const TENTHS = 10;

/**
 * Takes one attempt from the upstream's bucket. Returns `false`, and takes nothing, if the bucket is empty or if a
 * layer below would refuse the attempt.
 */
export function takeExtraAttempt({ limits: { health, breaker, extraAttempts }, resources }: Call): boolean {
  if (resources.budget.left <= 0 || (breaker !== undefined && isOpen(health))) return false;
  const { records, key } = health;
  const spentTenths = (records.get(key)?.spentTenths ?? 0) + TENTHS;
  if (spentTenths > extraAttempts * TENTHS) return false;
  records.change(key).spentTenths = spentTenths;
  return true;
}

/** Puts back what a success earns, up to a full bucket. */
export function earnExtraAttempt({ records, key }: HealthKey): void {
  const health = records.get(key);
  if (health === undefined || health.spentTenths === 0) return;
  health.spentTenths--;
  records.tidy(key);
}
