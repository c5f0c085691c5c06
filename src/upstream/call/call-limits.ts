// The limits of one call.
import { declaredHealth, type HealthKey } from "./health.ts";

/** Settings of a breaker: when it opens and for how long. */
export interface CircuitPolicy {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** Milliseconds from opening to the first probe. Each probe that fails doubles them. */
  readonly cooldownMs: number;
  /** The upper limit of `cooldownMs` after doubling. */
  readonly maxCooldownMs: number;
}

/** The target of an attempt. */
export interface Target {
  /** An origin that the call may reach besides the allowed ones. `undefined`: the origin of the request's URL. */
  readonly origin: string | undefined;
  /** The record of its breaker. */
  readonly health: HealthKey;
  /** The service binding that answers instead of the network. */
  readonly fetcher?: { fetch(url: string, init: object): Promise<Response> } | undefined;
}

/** The settings of one call: its own options over the scope's defaults. */
export interface CallLimits {
  /** Retries after the first try. */
  readonly retries: number;
  /** True if the call may be repeated with any method. */
  readonly idempotent: boolean;
  /** Milliseconds from the slot, without headers, before a second attempt starts. `undefined`: never. */
  readonly hedgeMs: number | undefined;
  /** Milliseconds for one attempt, from its slot to the end of its body. */
  readonly timeoutMs: number;
  /** Milliseconds for its headers. `undefined`: no limit but `timeoutMs`. */
  readonly firstByteMs: number | undefined;
  /** Milliseconds between two chunks of a body that is read as a stream. `undefined`: no limit but `timeoutMs`. */
  readonly idleMs: number | undefined;
  /** Bytes that the body may have, decompressed. */
  readonly maxBytes: number;
  /** True if the body is read whole as part of the try. */
  readonly readsWhole: boolean;
  readonly redirect: "follow" | "manual";
  /** The targets of the attempts, in turn. The first one also has the record of extra attempts. */
  readonly targets: readonly [Target, ...Target[]];
  /** The header for the upstream with the milliseconds that are left. */
  readonly passDeadline: string | undefined;
  /** `undefined`: the breaker neither refuses nor counts the call. */
  readonly breaker: CircuitPolicy | undefined;
  /** True if an attempt timeout counts for the breaker. It does not for an ad-hoc call with a short timeout. */
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
