// What limits one call.
import { declaredHealth, type HealthKey } from "./health.ts";

/** Settings of a breaker: when it opens, and for how long. */
export interface CircuitPolicy {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** Milliseconds from opening to the first probe. Each probe that fails doubles them. */
  readonly cooldownMs: number;
  /** The upper bound of that. */
  readonly maxCooldownMs: number;
}

/** Where an attempt goes. */
export interface Target {
  /** Its origin, which the call may reach besides the allowed ones. `undefined`: that of the request's URL. */
  readonly origin: string | undefined;
  /** The record of its breaker. */
  readonly health: HealthKey;
  /** The service binding that answers for the origin, instead of the network. */
  readonly fetcher?: { fetch(url: string, init: object): Promise<Response> } | undefined;
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
  /** Where the attempts go, in turn. The first also has the record of extra attempts. */
  readonly targets: readonly [Target, ...Target[]];
  /** The header that tells the upstream how many milliseconds are left. */
  readonly passDeadline: string | undefined;
  /** `undefined`: the breaker neither refuses the call nor counts it. */
  readonly breaker: CircuitPolicy | undefined;
  /** Whether an attempt timeout is a failure for the breaker. That of an ad-hoc call that is shorter than usual is not. */
  readonly countsTimeouts: boolean;
  /** Extra attempts in a full bucket. */
  readonly extraAttempts: number;
}

/** The limits of a call that sends no HTTP request: a connection, or a lookup in a binding, has its own. */
export const NO_LIMITS: CallLimits = {
  retries: 0,
  idempotent: false,
  hedgeMs: undefined,
  timeoutMs: Infinity,
  firstByteMs: undefined,
  idleMs: undefined,
  maxBytes: 0,
  readsWhole: false,
  redirect: "manual",
  targets: [{ origin: undefined, health: declaredHealth("") }],
  passDeadline: undefined,
  breaker: undefined,
  countsTimeouts: false,
  extraAttempts: 0,
};
