// What limits one call.
import type { HealthKey } from "./health.ts";

/** Settings of a breaker: when it opens, and for how long. */
export interface CircuitPolicy {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** Milliseconds from opening to the first probe. Each probe that fails doubles them. */
  readonly cooldownMs: number;
  /** The upper bound of that. */
  readonly maxCooldownMs: number;
}

/** The settings of one call: its own options over the scope's defaults. */
export interface CallLimits {
  /** Tries after the first. */
  readonly retries: number;
  /** Whether the call may be repeated whatever its method. */
  readonly idempotent: boolean;
  /** Milliseconds without headers, from its slot on, before a second attempt starts. `undefined`: never. */
  readonly hedgeMs: number | undefined;
  /** Milliseconds for one attempt, from its slot to the end of its body. */
  readonly timeoutMs: number;
  /** Milliseconds for its headers. `undefined`: no limit but `timeoutMs`. */
  readonly firstByteMs: number | undefined;
  /** Milliseconds between two chunks of a body that is read as a stream. `undefined`: no limit but `timeoutMs`. */
  readonly idleMs: number | undefined;
  /** Bytes that the body may have, decompressed. */
  readonly maxBytes: number;
  /** Whether the body is read whole as part of the try. */
  readonly readsWhole: boolean;
  readonly redirect: "follow" | "manual";
  /** An origin that this call may reach besides the allowed ones. */
  readonly origin: string | undefined;
  /** The record of breaker and extra attempts. */
  readonly health: HealthKey;
  /** `undefined`: the breaker neither refuses the call nor counts it. */
  readonly breaker: CircuitPolicy | undefined;
  /** Whether an attempt timeout is a failure for the breaker. That of an ad-hoc call that is shorter than usual is not. */
  readonly countsTimeouts: boolean;
  /** Extra attempts in a full bucket. */
  readonly extraAttempts: number;
}
