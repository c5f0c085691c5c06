// Locks out addresses that have sent too many wrong keys. Their keys are not compared, so a right guess looks like a
// wrong one.
import { PERIOD_S } from "../middleware/rate-limit.ts";

/** Addresses in memory. One more drops the one that was locked first. */
const MAX_LOCKED = 1_000;

// Plain data, the same for every request of the isolate.
const lockedUntil = new Map<string, number>();

/** Locks `address` for one period of the rate limit. */
export function lockOut(address: string): void {
  lockedUntil.delete(address);
  lockedUntil.set(address, Date.now() + PERIOD_S * 1_000);
  const [oldest] = lockedUntil.keys();
  if (lockedUntil.size > MAX_LOCKED && oldest !== undefined) lockedUntil.delete(oldest);
}

/** Returns true if `address` is locked. */
export function isLockedOut(address: string): boolean {
  return (lockedUntil.get(address) ?? 0) > Date.now();
}
