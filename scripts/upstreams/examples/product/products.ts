// The products that the stand-ins of the product page know, and what is seeded into its bindings.

/** A product, with all that is known of it. */
export interface Product {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Pieces in stock; absent where the shop does not keep count. */
  readonly stock?: number;
  readonly reviews: readonly { readonly stars: number; readonly text: string }[];
}

export const products: readonly Product[] = [
  {
    id: "lamp",
    name: "Reading lamp",
    description: "A lamp with a long arm.",
    stock: 12,
    reviews: [
      { stars: 5, text: "Bright and quiet." },
      { stars: 4, text: "The arm could be longer." },
    ],
  },
  {
    id: "desk",
    name: "Writing desk",
    description: "A desk of oak.",
    stock: 0,
    reviews: [{ stars: 3, text: "Heavy." }],
  },
  { id: "chair", name: "Folding chair", description: "A chair for guests.", reviews: [] },
  { id: "shelf", name: "Wall shelf", description: "A shelf for ten books.", stock: 40, reviews: [] },
  { id: "rug", name: "Wool rug", description: "A rug of two metres.", stock: 3, reviews: [] },
];

/** The product with that id. */
export function productOf(id: string): Product | undefined {
  return products.find((product) => product.id === id);
}
