// Puts the products into the bindings of the product page: stock into KV, reviews into D1. Safe to run again.
import { products } from "./products.ts";

/** As much of the bindings as seeding needs. */
export interface Seeded {
  readonly STOCK: { put(key: string, value: string): Promise<void> };
  readonly REVIEWS: Database;
}

interface Database {
  prepare(sql: string): Statement;
  batch(statements: Statement[]): Promise<unknown>;
}

interface Statement {
  bind(...values: unknown[]): Statement;
}

const TABLE = "CREATE TABLE reviews (product TEXT NOT NULL, stars INTEGER NOT NULL, text TEXT NOT NULL)";

/** Writes everything anew. */
export async function seed({ STOCK, REVIEWS }: Seeded): Promise<void> {
  const insert = REVIEWS.prepare("INSERT INTO reviews (product, stars, text) VALUES (?, ?, ?)");
  const rows = products.flatMap(({ id, reviews }) => reviews.map(({ stars, text }) => insert.bind(id, stars, text)));
  await REVIEWS.batch([REVIEWS.prepare("DROP TABLE IF EXISTS reviews"), REVIEWS.prepare(TABLE), ...rows]);
  for (const { id, stock } of products) if (stock !== undefined) await STOCK.put(id, JSON.stringify({ pieces: stock }));
}
