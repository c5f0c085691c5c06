// `/fault`: an upstream that is slow, wrong, rude or broken, exactly as its query says; `recipe.ts` lists what it can be told.
import type { Exchange } from "./exchange.ts";
import { followRecipe } from "./follow-recipe.ts";
import { readRecipe } from "./recipe.ts";

/** Answers any method as the recipe in the query says, and counts the request under its key. A bad recipe is not counted. */
export async function fault(exchange: Exchange): Promise<void> {
  const { request, response, query, seen } = exchange;
  const recipe = readRecipe(query);
  const visit = seen.receive(recipe.key, request, response);
  await followRecipe(exchange, recipe, visit.n, visit);
}
