// Two runtimes: what ships runs inside workerd, what drives it from outside runs in Node. The gather suite runs in both.
import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [
          cloudflareTest(({ inject }) => ({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              bindings: { ALLOWED_ORIGINS: inject("upstreams"), API_KEYS: "test-key another-key", SUBREQUESTS: "60" },
            },
          })),
        ],
        test: {
          name: "workerd",
          globalSetup: "./test/support/upstreams-setup.ts",
          include: ["test/{gather,upstream,middleware,routes}/**/*.test.ts"],
        },
      },
      {
        test: {
          name: "node",
          include: ["test/{gather,upstreams,e2e}/**/*.test.ts"],
        },
      },
    ],
  },
});
