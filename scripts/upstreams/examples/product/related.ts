// `GET /v1/products/{id}/related`: stands in for the API that lists related products, a page at a time.
import type { StandIn } from "../../stand-in.ts";
import { products } from "./products.ts";

/** Products on a page. Small, so that a few products make several pages. */
const PER_PAGE = 2;

/** Answers the other products, two a page. `next` is the cursor of the page that follows, or `null`. */
export const relatedProducts: StandIn = {
  variable: "RELATED_ORIGIN",
  key: "related-products",
  reply({ query }, rest) {
    const [id] = rest.split("/");
    const others = products.filter((product) => product.id !== id).map(({ id: other, name }) => ({ id: other, name }));
    const from = Number(query.get("cursor") ?? 0);
    const to = from + PER_PAGE;
    const value = { items: others.slice(from, to), next: to < others.length ? String(to) : null };
    return { status: 200, contentType: "application/json", value };
  },
};
