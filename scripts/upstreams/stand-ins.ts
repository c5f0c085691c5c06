// The public APIs that have a double here, one line per path. A path that ends in a slash serves all that is beneath it.
import { airQuality } from "./examples/air-quality.ts";
import { forecast } from "./examples/forecast.ts";
import { geocoding } from "./examples/geocoding.ts";
import { pageSummary } from "./examples/page-summary.ts";
import { firstModel, secondModel } from "./examples/product/model.ts";
import { productDetails } from "./examples/product/details.ts";
import { productRecommendation } from "./examples/product/recommendation.ts";
import { relatedProducts } from "./examples/product/related.ts";
import type { StandIn } from "./stand-in.ts";

/** Which stand-in is served at which path. */
export const standIns: ReadonlyMap<string, StandIn> = new Map<string, StandIn>([
  ["/v1/search", geocoding],
  ["/v1/forecast", forecast],
  ["/v1/air-quality", airQuality],
  ["/api/rest_v1/page/summary/", pageSummary],
  ["/graphql", productDetails],
  ["/v1/recommend", productRecommendation],
  ["/v1/products/", relatedProducts],
  ["/v1/chat/completions", firstModel],
  ["/openai/v1/chat/completions", secondModel],
]);

/** The Worker's variables that make it call the stand-ins at `origin` instead of the public APIs. */
export function standInVariables(origin: string): Record<string, string> {
  return Object.fromEntries([...standIns.values()].map(({ variable }) => [variable, origin]));
}
