// `POST /graphql`: stands in for the GraphQL API that knows what a product is.
import * as z from "zod";
import type { Reply, StandIn } from "../../stand-in.ts";
import { productOf } from "./products.ts";

const Operation = z.object({ query: z.string(), variables: z.object({ id: z.string() }) });

/**
 * Answers any query with `product(id: $id)`: its `id`, `name` and `description`, or `null`. Everything else is answered
 * with errors in a 200, as GraphQL does.
 */
export const productDetails: StandIn = {
  variable: "DETAILS_ORIGIN",
  key: "product-details",
  methods: ["POST"],
  reply(_exchange, _rest, body) {
    const { data: operation } = Operation.safeParse(parsed(body));
    if (operation === undefined) return reply({ data: null, errors: [{ message: "the operation cannot be read" }] });
    const { id, name, description } = productOf(operation.variables.id) ?? {};
    return reply({ data: { product: id === undefined ? null : { id, name, description } } });
  },
};

function reply(value: object): Reply {
  return { status: 200, contentType: "application/graphql-response+json", value };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
