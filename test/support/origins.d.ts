// Declares what tests and the bench have in the environment besides wrangler.toml.
interface TestOrigins {
  FORECAST_ORIGIN: string;
  AIR_QUALITY_ORIGIN: string;
  /** The bindings of test-bindings.ts. */
  TEST_FACTS: KVNamespace;
  TEST_DATABASE: D1Database;
  TEST_FILES: R2Bucket;
  TEST_NEIGHBOUR: Fetcher<import("./bindings/neighbour/neighbour.ts").default>;
}

interface Env extends TestOrigins {}

declare namespace Cloudflare {
  interface Env extends TestOrigins {}
}
