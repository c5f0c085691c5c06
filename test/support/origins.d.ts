// Declares what tests and the bench have in the environment besides wrangler.toml.
interface TestNeighbour {
  seen(key: string): Promise<number>;
  greet(name: string, leftMs: number): Promise<{ readonly greeting: string; readonly leftMs: number }>;
  fail(): Promise<never>;
}

interface TestOrigins {
  FORECAST_ORIGIN: string;
  AIR_QUALITY_ORIGIN: string;
  /** The bindings of test-bindings.ts. */
  TEST_FACTS: KVNamespace;
  TEST_DATABASE: D1Database;
  TEST_FILES: R2Bucket;
  TEST_NEIGHBOUR: Fetcher & TestNeighbour;
}

interface Env extends TestOrigins {}

declare namespace Cloudflare {
  interface Env extends TestOrigins {}
}
