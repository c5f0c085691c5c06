// KV: how many pieces there are.
import * as z from "zod";
import { declareBinding } from "../../../endpoint.ts";

/** Pieces in stock; `null` where the shop does not keep count. */
export const stock = declareBinding({
  name: "stock",
  ask: (env, id: string) => env.STOCK.get(id, "json"),
  answer: z.object({ pieces: z.int() }).nullable(),
  timeoutMs: 300,
});
