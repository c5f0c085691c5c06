// GraphQL: what the product is. Errors inside a 200 are failures.
import * as z from "zod";
import { type CallContext, declareUpstream, graphql, Problem } from "../../../endpoint.ts";

const Details = z.object({ id: z.string(), name: z.string(), description: z.string() });

/** The details of a product, or `null`. */
const details = declareUpstream({
  name: "details",
  origin: "DETAILS_ORIGIN",
  // It only reads, so it may be sent twice though it is a POST.
  policy: { timeoutMs: 500, retries: 1, idempotent: true },
  ...graphql({
    query: "query Product($id: ID!) { product(id: $id) { id name description } }",
    variables: (id: string) => ({ id }),
    data: z
      .object({ product: Details.nullable() })
      .transform(({ product }) => product)
      .pipe(Details.nullable()),
  }),
});

/** The details of a product. @throws `Problem` 404 if it is unknown. */
async function findDetails(call: CallContext, id: string): Promise<z.output<typeof Details>> {
  const found = await details(call, id);
  if (found === null) throw new Problem("not-found", { detail: `no product is called ${JSON.stringify(id)}` });
  return found;
}

export { Details, details, findDetails };
