// A POST with a key: what goes well with the product.
import * as z from "zod";
import { declareUpstream } from "../../../endpoint.ts";

/** One product that goes well with another. */
export const recommendation = declareUpstream({
  name: "recommendation",
  origin: "RECOMMENDATION_ORIGIN",
  policy: { timeoutMs: 800 },
  request: (product: string, env) => ({
    path: "/v1/recommend",
    headers: { Authorization: `Bearer ${env.RECOMMENDATION_KEY}` },
    json: { product },
  }),
  answer: z.object({ product: z.string(), because: z.string() }),
});
