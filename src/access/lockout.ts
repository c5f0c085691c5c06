// Locks out addresses that have sent too many wrong keys. Their keys are not compared, so a right guess looks like a
// wrong one.

/** Seconds for which an address is locked: as long as the rate limit counts. */
const LOCK_S = 60;

/** Addresses in memory. One more drops the one that was locked first. */
const MAX_LOCKED = 1_000;

// Plain data, the same for every request of the isolate.
const lockedUntil = new Map<string, number>();

/** Locks `address` for a minute. */
export function lockOut(address: string): void {
  lockedUntil.delete(address);
  lockedUntil.set(address, Date.now() + LOCK_S * 1_000);
  const [oldest] = lockedUntil.keys();
  if (lockedUntil.size > MAX_LOCKED && oldest !== undefined) lockedUntil.delete(oldest);
}

/** Returns true if `address` is locked. */
export function isLockedOut(address: string): boolean {
  return (lockedUntil.get(address) ?? 0) > Date.now();
}
