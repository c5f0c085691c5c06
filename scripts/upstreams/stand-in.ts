// The frame of every stand-in for a public API: it counts, asks whether to misbehave, and delivers. What is answered is the stand-in's.
import type { Exchange, Route } from "./exchange.ts";
import { followRecipe } from "./follow-recipe.ts";
import { readRecipe } from "./recipe.ts";
import { recipeFor } from "./recipe-for.ts";
import { sendJson } from "./send-json.ts";

const faultless = readRecipe(new URLSearchParams());

/** What a stand-in answers while nothing is wrong; `value` is sent as JSON. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly value: unknown;
}

/** A public API's double. */
export interface StandIn {
  /** The Worker's variable that says where the public API is. */
  readonly variable: string;
  /** The tally that counts its requests. */
  readonly key: string;
  /** Answers one request; `rest` is what follows the path at which the stand-in is served, not decoded. */
  readonly reply: (exchange: Exchange, rest: string) => Reply;
}

/**
 * Makes the route that serves `standIn` at `servedAt`.
 *
 * GET and HEAD are counted under the stand-in's key and answered as by the public API, unless `/misbehave` has said otherwise; other
 * methods get 405 and are not counted.
 */
export function standInRoute(servedAt: string, standIn: StandIn): Route {
  return async function standingIn(exchange) {
    const { request, response, path, query, seen, misbehaviours } = exchange;
    if (request.method !== "GET" && request.method !== "HEAD") {
      sendJson(response, 405, { error: `${request.method} is not for ${servedAt}` }, { allow: "GET, HEAD" });
      return;
    }
    const visit = seen.receive(standIn.key, request, response);
    const reply = standIn.reply(exchange, path.slice(servedAt.length));
    const { status, contentType, value } = reply;
    const own = { ...faultless, status, contentType, body: JSON.stringify(value) };
    const misbehaviour = misbehaviours.at(path, servedAt, query.toString());
    if (!misbehaviour) {
      await followRecipe(exchange, own, visit.n, visit);
      return;
    }
    const n = misbehaviour.receive();
    await followRecipe(exchange, recipeFor(own, misbehaviour, n, query), n, visit);
  };
}
