// What tests know of the Worker's configuration, in whichever way it runs.

/** The key it accepts; a second one is `another-key`. */
export const API_KEY = "test-key";

/**
 * Further keys. Breakers and extra attempts are kept by key: a test that depends on them uses a key of this list alone.
 */
export const OWN_KEYS = [
  "retries-key",
  "hedges-key",
  "presets-key",
  "bodies-key",
  "edge-key",
  "failing-key",
  "throttled-key",
  "slow-key",
] as const;

/** The header that shows one of these. */
export function withKey(key: (typeof OWN_KEYS)[number]): Record<string, string> {
  return { Authorization: `Bearer ${key}` };
}

/** Allowed origins where nobody listens: two, because a breaker remembers what it met at each. */
export const NOBODY = "http://127.0.0.1:1";
export const NOBODY_EITHER = "http://127.0.0.1:3";
export const NOBODY_ON_TCP = "tcp://127.0.0.1:1";

/** Addresses where a server listens that has one way of answering, by what that is. */
export interface Talkers {
  /** Greets, and answers PING. */
  readonly greeter: string;
  readonly silent: string;
  readonly resets: string;
  readonly hangsUp: string;
  readonly binary: string;
  readonly halting: string;
  readonly trailing: string;
  readonly floods: string;
  /** HTTPS, with a certificate that nobody vouches for. */
  readonly selfSigned: string;
  /** A real one; `undefined` where the system has none. */
  readonly redis: string | undefined;
}

declare module "vitest" {
  interface ProvidedContext {
    /** The origin of the local upstreams. */
    upstreams: string;
    /** Servers that the Worker may probe. */
    talkers: Talkers;
    /** The origin of the server that commands TCP servers; not set where the built Worker is tested. */
    peers?: string;
    /** The path of the built Worker's bundle; set where it answers at `worker`. */
    bundle?: string;
    /** Where the built Worker answers; not set where the tests run inside workerd with it. */
    worker?: string;
  }
}
