// Addresses that have sent too many wrong keys. Until a lock ends no key from there is compared, so that a right guess looks like a wrong one.
import { PERIOD_S } from "./rate-limit.ts";

/** Addresses that are remembered; the one locked first is forgotten for one more. */
const MAX_LOCKED = 1_000;

// Plain data, the same for every request of the isolate.
const lockedUntil = new Map<string, number>();

/** Locks `address` for as long as a rate limit's period. */
export function lockOut(address: string): void {
  lockedUntil.delete(address);
  lockedUntil.set(address, Date.now() + PERIOD_S * 1_000);
  const [oldest] = lockedUntil.keys();
  if (lockedUntil.size > MAX_LOCKED && oldest !== undefined) lockedUntil.delete(oldest);
}

/** Whether keys from `address` are not compared now. */
export function isLockedOut(address: string): boolean {
  return (lockedUntil.get(address) ?? 0) > Date.now();
}
