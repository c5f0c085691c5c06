// What the Worker under test is configured with, in whichever way it runs.
import { standInVariables } from "../../scripts/upstreams/stand-ins.ts";
import { API_KEY, NOBODY, NOBODY_EITHER } from "./settings.ts";

/** Its variables, given the origin of the local upstreams. */
export function variables(upstreams: string): Record<string, string> {
  return {
    ...standInVariables(upstreams),
    CACHE_UPSTREAMS: "false",
    LOCAL_UPSTREAMS: upstreams,
    ALLOWED_ORIGINS: `${upstreams} ${NOBODY} ${NOBODY_EITHER}`,
    API_KEYS: `${API_KEY} another-key`,
    SUBREQUESTS: "60",
    LOG_REQUESTS: "false",
  };
}
