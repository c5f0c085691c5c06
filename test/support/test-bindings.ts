// Bindings that the tests inside workerd have besides those of wrangler.toml.

/** The configuration of the Worker that `TEST_NEIGHBOUR` leads to. */
export const NEIGHBOUR = "test/support/bindings/neighbour/wrangler.toml";

/** For Miniflare. `Env` in origins.d.ts names each. */
export const testBindings = {
  kvNamespaces: { TEST_FACTS: "test-facts" },
  d1Databases: { TEST_DATABASE: "test-database" },
  r2Buckets: { TEST_FILES: "test-files" },
  serviceBindings: { TEST_NEIGHBOUR: { name: "neighbour" } },
};
