// What `/fault` and the misbehaving stand-ins have in common: from a recipe and a number to an answer on the wire.
import { answerFor } from "./answer-for.ts";
import { deliver } from "./deliver.ts";
import type { Exchange } from "./exchange.ts";
import { jitter } from "./jitter.ts";
import { pause } from "./pause.ts";
import type { Recipe } from "./recipe.ts";
import type { Visit } from "./visit.ts";

/**
 * Answers as `recipe` says for its `n`-th request, and keeps `visit` informed.
 *
 * The next hop of a redirect is the same URL with the hops left as `redirect` in its query.
 */
export async function followRecipe(exchange: Exchange, recipe: Recipe, n: number, visit: Visit): Promise<void> {
  const { request, response, seed } = exchange;
  // A request body that nobody reads would keep the socket from noticing that its client has left.
  request.resume();
  if (!(await pause(delayOf(recipe, n, seed), response))) return;
  const answer = answerFor(recipe, n, () => nextHop(exchange, recipe));
  await deliver(answer, exchange, visit);
}

function delayOf(recipe: Recipe, n: number, seed: number): number {
  const isSlow = recipe.slowEvery !== undefined && n % recipe.slowEvery === 0;
  return recipe.delayMs + jitter(seed, recipe.key, n, recipe.jitterMs) + (isSlow ? recipe.slowMs : 0);
}

function nextHop({ request, path, query }: Exchange, recipe: Recipe): string {
  const next = new URLSearchParams(query);
  next.set("redirect", String(recipe.redirect - 1));
  if (recipe.redirectForm === "relative") return `${path}?${next.toString()}`;
  // HTTP/1.0 may come without a host.
  const host = request.headers.host ?? `${request.socket.localAddress}:${request.socket.localPort}`;
  return `http://${host}${path}?${next.toString()}`;
}
