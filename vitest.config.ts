// Two runtimes: what ships runs inside workerd, what drives it from outside runs in Node. The gather suite runs in both; the routes' suite
// runs against the source inside workerd, and against the built Worker over HTTP.
import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { settings } from "./test/support/settings.ts";

export default defineConfig({
  test: {
    // Files share a runtime: starting one each took longer than the tests in it.
    projects: [
      {
        plugins: [
          cloudflareTest(({ inject }) => ({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: { bindings: settings(inject("upstreams")) },
          })),
        ],
        test: {
          name: "workerd",
          isolate: false,
          include: ["test/{gather,upstream,middleware,routes}/**/*.test.ts"],
          globalSetup: "./test/support/upstreams-setup.ts",
        },
      },
      {
        test: {
          name: "built",
          isolate: false,
          include: ["test/{routes,built}/**/*.test.ts"],
          globalSetup: "./test/support/built-setup.ts",
        },
      },
      {
        test: {
          name: "node",
          isolate: false,
          include: ["test/{gather,upstreams,scripts}/**/*.test.ts"],
        },
      },
      {
        test: {
          name: "commands",
          include: ["test/commands/**/*.test.ts"],
        },
      },
    ],
  },
});
