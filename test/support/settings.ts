// What the Worker under test is configured with, in whichever way it runs.

/** The key it accepts; a second one is `another-key`. */
export const API_KEY = "test-key";

/** Allowed origins where nobody listens: two, because a breaker remembers what it met at each. */
export const NOBODY = "http://127.0.0.1:1";
export const NOBODY_EITHER = "http://127.0.0.1:3";

/** Its variables, given the origin of the local upstreams. */
export function settings(upstreams: string): Record<string, string> {
  return {
    ALLOWED_ORIGINS: `${upstreams} ${NOBODY} ${NOBODY_EITHER}`,
    API_KEYS: `${API_KEY} another-key`,
    SUBREQUESTS: "60",
    LOG_REQUESTS: "false",
  };
}

declare module "vitest" {
  interface ProvidedContext {
    /** The origin of the local upstreams. */
    upstreams: string;
    /** Where the built Worker answers; not set where the tests run inside workerd with it. */
    worker?: string;
  }
}
