// All that the local upstreams serve, one line per path. A new route is one file and one line here; a new stand-in for a public API is one
// file and one line in `stand-ins.ts`.
import { askSeen } from "./ask-seen.ts";
import { echo } from "./echo.ts";
import type { Route } from "./exchange.ts";
import { fault } from "./fault.ts";
import { misbehave } from "./misbehave.ts";
import { standInRoute } from "./stand-in.ts";
import { standIns } from "./stand-ins.ts";

const ownRoutes: readonly (readonly [string, Route])[] = [
  ["/fault", fault],
  ["/echo", echo],
  ["/seen", askSeen],
  ["/misbehave", misbehave],
];

/** Whether the local upstreams serve `path` for themselves, so that no double can be there. */
export function isOwnPath(path: string): boolean {
  return ownRoutes.some(([own]) => own === path);
}

/** Which route answers which path; one that ends in a slash answers all paths beneath it that have no longer match. */
export const routes: ReadonlyMap<string, Route> = new Map<string, Route>([
  ...ownRoutes,
  ...[...standIns].map(([path, standIn]): [string, Route] => [path, standInRoute(path, standIn)]),
]);
