// A body of one megabyte: many records of a few members, as a list from an API has them.
import * as z from "zod";

const Item = z.object({
  id: z.int(),
  name: z.string(),
  tags: z.array(z.string()),
  price: z.number(),
  sold: z.boolean(),
});

/** The schema of the large body. */
export const LargeAnswer = z.object({ items: z.array(Item) });

/** Bytes that the body has at least; the default cap is 1,048,576. */
const BYTES = 1_000_000;

/** The large body: the same in every run. */
export function largeBody(): string {
  const items: z.output<typeof Item>[] = [];
  for (let bytes = 0, id = 0; bytes < BYTES; id++) {
    const item = { id, name: `Item number ${id}`, tags: ["new", `row ${id % 97}`], price: id / 4, sold: id % 3 === 0 };
    items.push(item);
    bytes += JSON.stringify(item).length + 1;
  }
  return JSON.stringify({ items });
}
