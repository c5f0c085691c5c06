// `POST /v1/recommend`: stands in for the API that recommends a second product, for callers with a key.
import * as z from "zod";
import type { Reply, StandIn } from "../../stand-in.ts";
import { products } from "./products.ts";

/** The key that opens it. It may be public, because it opens only this stand-in. */
export const RECOMMENDATION_KEY = "local-key";

const Question = z.object({ product: z.string() });

/** Recommends the product after the one that the body names. Without the key it answers 401. */
export const productRecommendation: StandIn = {
  variable: "RECOMMENDATION_ORIGIN",
  key: "product-recommendation",
  methods: ["POST"],
  reply({ request }, _rest, body) {
    if (request.headers.authorization !== `Bearer ${RECOMMENDATION_KEY}`)
      return reply(401, { error: "a key is needed" });
    const { product } = Question.parse(JSON.parse(body));
    const at = products.findIndex(({ id }) => id === product);
    const recommended = products[(at + 1) % products.length];
    return reply(200, { product: recommended?.id, because: `It goes well with the ${product}.` });
  },
};

function reply(status: number, value: object): Reply {
  return { status, contentType: "application/json", value };
}
