// `GET /product/:id`: a page's data from seven sources of six kinds, at once.
import { Hono } from "hono";
import * as z from "zod";
import { answers, type AppEnv, deadline, merge, optional, param, rateLimit } from "../../endpoint.ts";
import { delivery } from "./parts/delivery.ts";
import { Details, details, findDetails } from "./parts/details.ts";
import { price } from "./parts/price.ts";
import { recommendation } from "./parts/recommendation.ts";
import { MAX_PAGES, Related, relatedPage, someRelated } from "./parts/related.ts";
import { reviews } from "./parts/reviews.ts";
import { stock } from "./parts/stock.ts";

/** The path's parameter. */
export const ProductParam = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .meta({ examples: ["lamp"] }),
});

/** The members of the answer. */
export const ProductAnswer = {
  details: Details,
  price: price.answer,
  delivery: delivery.answer,
  stock: stock.answer,
  reviews: reviews.answer,
  recommendation: recommendation.answer.nullable(),
  related: z.array(Related),
};

/** Milliseconds for the whole page: a visitor who waits longer leaves. */
const DEADLINE_MS = 2_000;

/** Related products that the page has room for. */
const MAX_RELATED = 4;

/** `GET /product/:id`. */
export const product = new Hono<AppEnv>().get(
  "/product/:id",
  rateLimit,
  param(ProductParam),
  deadline(DEADLINE_MS),
  answers(ProductAnswer, {
    calls: [
      details,
      price,
      delivery,
      stock,
      reviews,
      recommendation,
      ...Array<typeof relatedPage>(MAX_PAGES).fill(relatedPage),
    ],
    summary: "A product, with its price, and what else is known of it",
    problems: { 404: "There is no such product" },
  }),
  (c) => {
    const { id } = c.req.valid("param");
    return merge(c, {
      details: (call) => findDetails(call, id),
      price: (call) => price(call, id),
      delivery: optional((call) => delivery(call, id)),
      stock: optional((call) => stock(call, id)),
      reviews: optional((call) => reviews(call, id), { fallback: [] }),
      recommendation: optional((call) => recommendation(call, id)),
      related: optional((call) => someRelated(call, id, MAX_RELATED), { fallback: [] }),
    });
  },
);
