// The frame of every stand-in for a public API: it counts, asks whether to misbehave, and delivers. What is answered is the stand-in's.
import { MAX_BODY_BYTES } from "../record/recording.ts";
import type { Exchange, Route } from "./exchange.ts";
import { followRecipe } from "./follow-recipe.ts";
import { readRecipe, type Recipe } from "./recipe.ts";
import { recipeFor } from "./recipe-for.ts";
import { sendJson } from "./send-json.ts";

const faultless = readRecipe(new URLSearchParams());

/** What a stand-in answers while nothing is wrong: `value` as JSON, or `text` as it is. */
export type Reply = {
  readonly status: number;
  readonly contentType: string;
  /** The pieces in which the body is sent, and the wait between two. @default in one piece */
  readonly pieces?: Pick<Recipe, "chunkBytes" | "chunkDelayMs">;
} & ({ readonly value: unknown } | { readonly text: string });

/** A public API's double. */
export interface StandIn {
  /** The Worker's variable that says where the public API is. */
  readonly variable: string;
  /** The tally that counts its requests. */
  readonly key: string;
  /** The methods that it answers. @default GET and HEAD */
  readonly methods?: readonly string[];
  /**
   * Answers one request. `rest` is what follows the path at which the stand-in is served, not decoded; `body` is the
   * request's body as text.
   */
  readonly reply: (exchange: Exchange, rest: string, body: string) => Reply;
}

/**
 * Makes the route that serves `standIn` at `servedAt`.
 *
 * Its methods are counted under the stand-in's key and answered as by the public API, unless `/misbehave` has said
 * otherwise. Other methods get 405, and a body over 1 MiB gets 413; neither is counted.
 */
export function standInRoute(servedAt: string, standIn: StandIn): Route {
  const { methods = ["GET", "HEAD"] } = standIn;
  return async function standingIn(exchange) {
    const { request, response, path, query, seen, misbehaviours } = exchange;
    if (!methods.includes(request.method ?? "")) {
      sendJson(response, 405, { error: `${request.method} is not for ${servedAt}` }, { allow: methods.join(", ") });
      return;
    }
    const bytes = await exchange.body();
    if (response.destroyed) return;
    if (bytes === undefined) {
      sendJson(response, 413, { error: `the body is over ${MAX_BODY_BYTES} bytes` });
      return;
    }
    const body = new TextDecoder().decode(bytes);
    const visit = seen.receive(standIn.key, request, response);
    const reply = standIn.reply(exchange, path.slice(servedAt.length), body);
    const own = recipeOf(reply);
    const misbehaviour = misbehaviours.at(path, servedAt, query.toString(), body);
    if (!misbehaviour) {
      await followRecipe(exchange, own, visit.n, visit);
      return;
    }
    const n = misbehaviour.receive();
    await followRecipe(exchange, recipeFor(own, misbehaviour, n, query), n, visit);
  };
}

/** The recipe of an answer with which nothing is wrong. */
function recipeOf({ status, contentType, pieces, ...reply }: Reply): Recipe {
  const body = "text" in reply ? reply.text : JSON.stringify(reply.value);
  return { ...faultless, status, contentType, body, ...pieces };
}
