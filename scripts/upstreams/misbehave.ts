// `/misbehave`: makes a stand-in fail without a trace of it in the requests, so that what calls it is tested exactly as it is deployed.
import * as z from "zod";
import { BadQueryError } from "./bad-query-error.ts";
import type { Exchange } from "./exchange.ts";
import { Misbehaviour } from "./misbehaviours.ts";
import { isOwnPage } from "./own-names.ts";
import { readQuery } from "./read-query.ts";
import { readRecipe } from "./recipe.ts";
import type { Recordings } from "./recordings.ts";
import { sendJson } from "./send-json.ts";
import { servedAt } from "./served-at.ts";
import { standIns } from "./stand-ins.ts";

const longestPath = 1_024;
const servedPath = z.string("must be given").max(longestPath, `must be at most ${longestPath} characters`);
const match = z.string().max(longestPath, `must be at most ${longestPath} characters`);
const Start = z.looseObject({ path: servedPath, match: match.default("") });
const End = z.strictObject({ path: servedPath.optional() });

/**
 * `POST ?path=/v1/forecast&delayMs=2000` makes that path answer by the recipe until further notice, and answers 204. `path` is one at which
 * a stand-in or a recording is served; where that ends in a slash, one beneath it will do, and goes before it. Another `POST` for the same path starts
 * over: its requests are numbered from 1, whatever `/seen` counts.
 *
 * With `match`, only requests whose query or body holds that text misbehave: `match=name%3DLisbon`.
 *
 * The stand-in's own answer is delayed, stalled, cut or compressed as the recipe says. One that states `status`, `body` or `bytes` replaces
 * it by `/fault`'s, and so do the requests that `failFirst` fails.
 *
 * `DELETE ?path=` ends it, `DELETE` alone ends all; both answer 204. Other methods get 405, pages of other sites 403.
 *
 * @throws BadQueryError for a path that no stand-in serves, a recipe that `/fault` would refuse, a `key` (requests are counted under the
 * stand-in's), and when 100 paths misbehave already.
 */
export function misbehave({ request, response, query, misbehaviours, recordings }: Exchange): void {
  if (!isOwnPage(request.headers.origin)) {
    sendJson(response, 403, { error: `a page of ${request.headers.origin} may not ask for this` });
    return;
  }
  if (request.method === "DELETE") {
    const { path: ended } = readQuery(End, query);
    if (ended !== undefined) keyOf(ended, recordings);
    misbehaviours.end(ended);
  } else if (request.method === "POST") {
    const started = readQuery(Start, query);
    const key = keyOf(started.path, recordings);
    if (query.has("key")) throw new BadQueryError("key", `is not known here: requests are counted under ${key}`);
    const recipe = new URLSearchParams(query);
    recipe.delete("path");
    recipe.delete("match");
    const stated = new Set(recipe.keys());
    recipe.set("key", key);
    const isStarted = misbehaviours.start(started, new Misbehaviour(readRecipe(recipe), stated));
    if (!isStarted) throw new BadQueryError("path", "is one too many: end another first");
  } else {
    sendJson(response, 405, { error: `${request.method} is not for /misbehave` }, { allow: "POST, DELETE" });
    return;
  }
  response.writeHead(204).end();
}

function keyOf(path: string, recordings: Recordings): string {
  const served = servedAt(path, recordings);
  if (served !== undefined) return served.key;
  throw new BadQueryError("path", `must be one of ${[...standIns.keys()].join(", ")}`);
}
