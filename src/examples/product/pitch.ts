// `GET /product/:id/pitch`: server-sent events: the facts first, then a text about them, token by token.
import { Hono } from "hono";
import { type AppEnv, deadline, describe, gather, param, rateLimit, streamEvents } from "../../endpoint.ts";
import { findDetails } from "./parts/details.ts";
import { firstToSpeak } from "./parts/models.ts";
import { price } from "./parts/price.ts";
import { ProductParam } from "./product.ts";

/** Milliseconds for the facts and the whole text. */
const DEADLINE_MS = 30_000;

/** `GET /product/:id/pitch`. */
export const pitch = new Hono<AppEnv>().get(
  "/product/:id/pitch",
  rateLimit,
  param(ProductParam),
  deadline(DEADLINE_MS),
  describe({
    summary: "The facts of a product, then a text about it, as events",
    answer: { description: "`facts`, then `token` by `token`, then `end`", events: true },
    problems: { 404: "There is no such product", 502: "The facts are missing", 504: "Time ran out" },
  }),
  (c) => {
    const { id } = c.req.valid("param");
    return streamEvents(c, async function* write(call) {
      const facts = await gather(
        { details: (own) => findDetails(own, id), price: (own) => price(own, id) },
        { context: call },
      );
      yield { event: "facts", data: facts };
      let tokens = 0;
      for await (const text of firstToSpeak(call, `Sell this: ${JSON.stringify(facts)}`)) {
        yield { event: "token", data: { text } };
        tokens++;
      }
      yield { event: "end", data: { tokens } };
    });
  },
);
