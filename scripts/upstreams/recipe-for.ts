// Combines a double's own answer with a recipe that makes it misbehave.
import type { Misbehaviour } from "./misbehaviours.ts";
import type { Recipe } from "./recipe.ts";

/**
 * Returns the recipe of the `n`-th request since `misbehaviour` is in force. `faultless` is the answer while nothing is
 * wrong. A recipe that states a status or a body, or that fails the first requests, replaces it.
 */
export function recipeFor(
  faultless: Recipe,
  { recipe, stated }: Misbehaviour,
  n: number,
  query: URLSearchParams,
): Recipe {
  const hopsLeft = query.get("redirect");
  const redirect = hopsLeft === null ? recipe.redirect : Math.min(recipe.redirect, Number(hopsLeft));
  const isReplaced = stated.has("status") || stated.has("body") || stated.has("bytes") || n <= recipe.failFirst;
  if (isReplaced) return { ...recipe, redirect };
  const { status, body, hex } = faultless;
  const { contentType } = stated.has("contentType") ? recipe : faultless;
  const { chunkBytes } = stated.has("chunkBytes") ? recipe : faultless;
  const { chunkDelayMs } = stated.has("chunkDelayMs") ? recipe : faultless;
  return { ...recipe, status, contentType, body, hex, chunkBytes, chunkDelayMs, redirect };
}
