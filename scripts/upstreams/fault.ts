// `/fault`: an upstream that is slow, wrong, rude or broken, exactly as its query says; `recipe.ts` lists what it can be told.
import { answerFor } from "./answer-for.ts";
import { deliver } from "./deliver.ts";
import type { Exchange } from "./exchange.ts";
import { jitter } from "./jitter.ts";
import { pause } from "./pause.ts";
import { type Recipe, readRecipe } from "./recipe.ts";

/** Answers any method as the recipe in the query says, and counts the request under its key. A bad recipe is not counted. */
export async function fault(exchange: Exchange): Promise<void> {
  const { request, response, query, seen, seed } = exchange;
  const recipe = readRecipe(query);
  const visit = seen.receive(recipe.key, request, response);
  // A request body that nobody reads would keep the socket from noticing that its client has left.
  request.resume();
  if (!(await pause(delayOf(recipe, visit.n, seed), response))) return;
  const answer = answerFor(recipe, visit.n, () => nextHop(exchange, recipe));
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
