// Pages with cursors: related products, a page at a time, and no more pages than needed.
import * as z from "zod";
import { type CallContext, declareUpstream } from "../../../endpoint.ts";

/** A related product. */
export const Related = z.object({ id: z.string(), name: z.string() });

/** Pages that are read at most, whatever cursors the upstream sends. */
export const MAX_PAGES = 3;

/** One page of related products. */
export const relatedPage = declareUpstream({
  name: "related",
  origin: "RELATED_ORIGIN",
  policy: { timeoutMs: 300, retries: 0 },
  request: ({ id, cursor }: { readonly id: string; readonly cursor: string | undefined }) => ({
    path: ["v1", "products", id, "related"],
    query: { cursor },
  }),
  answer: z.object({ items: z.array(Related), next: z.string().nullable() }),
});

/** Yields related products. A page is asked for when the one before is used up. */
export async function* relatedItems(call: CallContext, id: string): AsyncGenerator<z.output<typeof Related>> {
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { items, next } = await relatedPage(call, { id, cursor });
    yield* items;
    if (next === null) return;
    cursor = next;
  }
}

/** The first `most` related products. */
export async function someRelated(call: CallContext, id: string, most: number) {
  const some: z.output<typeof Related>[] = [];
  for await (const item of relatedItems(call, id)) if (some.push(item) === most) break;
  return some;
}
