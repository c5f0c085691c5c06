// What the Worker under test is configured with, in whichever way it runs.
import { standInVariables } from "../../scripts/upstreams/stand-ins.ts";
import { API_KEY, NOBODY, NOBODY_EITHER, NOBODY_ON_TCP, OWN_KEYS, type Talkers } from "./settings.ts";

/** The origin variables of the stand-ins, and the one that tests use for their own upstreams. */
export function originVariables(upstreams: string): Record<string, string> {
  return { FORECAST_ORIGIN: upstreams, ...standInVariables(upstreams) };
}

/** Its variables, given the origin of the local upstreams, and the servers that it may probe. */
export function variables(upstreams: string, talkers: Partial<Talkers> = {}): Record<string, string> {
  const allowed = [upstreams, NOBODY, NOBODY_EITHER, NOBODY_ON_TCP, ...Object.values(talkers)];
  return {
    ...originVariables(upstreams),
    CACHE_UPSTREAMS: "false",
    CHECK_ANSWERS: "true",
    LOCAL_UPSTREAMS: upstreams,
    ALLOWED_ORIGINS: allowed.join(" "),
    API_KEYS: [API_KEY, "another-key", ...OWN_KEYS].join(" "),
    SUBREQUESTS: "60",
    LOG_REQUESTS: "false",
  };
}
