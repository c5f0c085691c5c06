// The same service binding, called by RPC: a function of another Worker.
import * as z from "zod";
import { declareBinding } from "../../../endpoint.ts";

/** Days until a product is delivered; `null` if it is not sold. */
export const delivery = declareBinding({
  name: "delivery",
  ask: (env, id: string) => env.PRICES.deliveryDays(id),
  answer: z.int().nullable(),
  timeoutMs: 400,
});
