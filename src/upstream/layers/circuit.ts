// The states of a breaker (closed, open, half-open) as changes of an upstream's record.
import type { CircuitPolicy } from "../call/call-limits.ts";
import type { Health, HealthKey } from "../call/health.ts";

/** The number of the isolate's latest probe. */
let probes = 0;

/** Returns true if a request would be refused now. */
export function isOpen({ records, key }: HealthKey): boolean {
  const health = records.get(key);
  return health !== undefined && refuses(health);
}

/**
 * Admits or refuses a request. It returns 0 if the breaker is closed, and `undefined` if the request is refused. Any
 * other number means: the breaker is half-open, and the request is the probe with that number. The probe blocks other
 * requests until its end, or until the time that `limitProbe` sets.
 */
export function admit({ records, key }: HealthKey): number | undefined {
  const health = records.get(key);
  if (health === undefined || health.openUntil === 0) return 0;
  if (refuses(health)) return undefined;
  health.probeUntil = Infinity;
  return (health.probe = ++probes);
}

/** From now on, `probe` blocks other requests for at most `limitMs`. */
export function limitProbe({ records, key }: HealthKey, probe: number, limitMs: number): void {
  const health = records.get(key);
  if (health?.probe === probe) health.probeUntil = Math.min(health.probeUntil, Date.now() + limitMs);
}

/** Counts a success: the count of failures starts again. A success of the current probe closes the breaker. */
export function succeed({ records, key }: HealthKey, probe: number): void {
  const health = records.get(key);
  if (health === undefined || isLate(health, probe)) return;
  health.failures = health.openings = health.openUntil = health.probeUntil = 0;
  records.tidy(key);
}

/** Counts a failure. The last of `failures` opens the breaker, and so does a failure of the current probe. */
export function fail({ records, key }: HealthKey, probe: number, policy: CircuitPolicy): void {
  const known = records.get(key);
  if (known !== undefined && isLate(known, probe)) return;
  const health = records.change(key);
  health.failures++;
  health.probeUntil = 0;
  if (health.failures < policy.failures) return;
  const cooldownMs = Math.min(policy.maxCooldownMs, policy.cooldownMs * 2 ** health.openings++);
  health.openUntil = Date.now() + cooldownMs;
}

/** Ends a probe without a finding. The next request may probe. */
export function leave({ records, key }: HealthKey, probe: number): void {
  const health = records.get(key);
  if (health?.probe === probe) health.probeUntil = 0;
}

function refuses({ openUntil, probeUntil }: Health): boolean {
  if (openUntil === 0) return false;
  const now = Date.now();
  return now < openUntil || now < probeUntil;
}

/** Returns true for a late report: of a request from before the breaker opened, or of a probe that lost its place. */
function isLate({ openUntil, probe: latest }: Health, probe: number): boolean {
  return openUntil > 0 && (probe === 0 || probe !== latest);
}
