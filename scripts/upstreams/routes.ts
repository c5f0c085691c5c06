// All that the local upstreams serve, one line per path. A new stand-in is one file with one `Route`, and one line here.
import { askSeen } from "./ask-seen.ts";
import { echo } from "./echo.ts";
import type { Route } from "./exchange.ts";
import { fault } from "./fault.ts";

/** Which route answers which exact path. */
export const routes: ReadonlyMap<string, Route> = new Map<string, Route>([
  ["/fault", fault],
  ["/echo", echo],
  ["/seen", askSeen],
]);
