// D1: what customers say.
import * as z from "zod";
import { declareBinding } from "../../../endpoint.ts";

const SQL = "SELECT stars, text FROM reviews WHERE product = ? ORDER BY stars DESC LIMIT 3";

/** The three best reviews. */
export const reviews = declareBinding({
  name: "reviews",
  ask: async (env, id: string) => (await env.REVIEWS.prepare(SQL).bind(id).all()).results,
  answer: z.array(z.object({ stars: z.int(), text: z.string() })),
  timeoutMs: 500,
  // D1 does not count against the six connections.
  slot: false,
});
