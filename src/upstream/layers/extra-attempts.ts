// Retries and hedges multiply the load on an upstream in trouble. One bucket per upstream bounds them, across all
// requests of an isolate.
import type { Budget } from "./budget.ts";
import { isOpen } from "./circuit.ts";
import type { HealthKey } from "./health.ts";

/** The conditions of an attempt beyond the first. */
export interface ExtraPolicy {
  /** The record that holds the upstream's bucket. */
  readonly health: HealthKey;
  /** Attempts in a full bucket. */
  readonly most: number;
  /** The subrequests of the request. */
  readonly budget: Budget;
  /** Whether an open breaker would refuse the attempt. */
  readonly heedsBreaker: boolean;
}

/**
 * A success earns one tenth of an attempt, so at most one call in ten is sent twice in the long run. Tenths add up
 * exactly.
 */
const TENTHS = 10;

/**
 * Takes one attempt from the upstream's bucket. Returns `false`, and takes nothing, if the bucket is empty or if a
 * layer below would refuse the attempt.
 */
export function takeExtraAttempt({ health, most, budget, heedsBreaker }: ExtraPolicy): boolean {
  if (budget.left <= 0 || (heedsBreaker && isOpen(health))) return false;
  const { records, key } = health;
  const spentTenths = (records.get(key)?.spentTenths ?? 0) + TENTHS;
  if (spentTenths > most * TENTHS) return false;
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
