// A service binding, called over HTTP: all layers hold, so it is retried and has a breaker.
import * as z from "zod";
import { declareUpstream } from "../../../endpoint.ts";

/** The price of a product; `null` if it is not sold. */
export const price = declareUpstream({
  name: "price",
  service: "PRICES",
  policy: { timeoutMs: 400, retries: 1 },
  request: (id: string) => ({ path: ["prices", id] }),
  answer: z.object({ cents: z.int(), currency: z.string().length(3) }).nullable(),
});
