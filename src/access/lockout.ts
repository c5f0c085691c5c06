// Locks addresses that have sent too many wrong keys. A locked address has no key compared, so a right guess looks like
// a wrong one.
import { PERIOD_S } from "../middleware/rate-limit.ts";

/** Addresses that are remembered. One more drops the one that was locked first. */
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

/** Whether `address` is locked. */
export function isLockedOut(address: string): boolean {
  return (lockedUntil.get(address) ?? 0) > Date.now();
}
