// The types of what the wrangler.toml beside this file binds. For your own, `npm run prepare` writes them.

interface ProductEnv {
  readonly STOCK: KVNamespace;
  readonly REVIEWS: D1Database;
  readonly PRICES: Service<typeof import("./prices/prices.ts").default>;
  readonly DETAILS_ORIGIN: string;
  readonly RECOMMENDATION_ORIGIN: string;
  readonly RECOMMENDATION_KEY: string;
  readonly RELATED_ORIGIN: string;
  readonly FIRST_MODEL_ORIGIN: string;
  readonly SECOND_MODEL_ORIGIN: string;
}

interface Env extends ProductEnv {}

declare namespace Cloudflare {
  interface Env extends ProductEnv {}
}
