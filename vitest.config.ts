// Two runtimes: what ships runs inside workerd, what drives it from outside runs in Node. The gather and streams suites run in both; the routes' suite
// runs against the source inside workerd, and against the built Worker over HTTP.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { jobResources } from "./scripts/job-resources.ts";
import { NEIGHBOUR, testBindings } from "./test/support/test-bindings.ts";
import { variables } from "./test/support/variables.ts";

// Miniflare looks at this when it is imported, for what workerd is to trust: the TLS servers of the tests.
process.env["NODE_EXTRA_CA_CERTS"] = fileURLToPath(new URL("test/support/certificates/authority.pem", import.meta.url));
const { cloudflareTest } = await import("@cloudflare/vitest-plugin");
// By its URL, so that Vite leaves it out of the bundle of this file: there it would load wrangler, and Miniflare, first.
const { href } = new URL("scripts/auxiliary-workers.ts", import.meta.url);
const { auxiliaryOptions, auxiliaryWorkers } = (await import(href)) as typeof import("./scripts/auxiliary-workers.ts");

const insideWorkerd = {
  plugins: [
    cloudflareTest(({ inject }) => ({
      wrangler: { configPath: "./wrangler.toml" },
      miniflare: {
        bindings: variables(inject("upstreams"), inject("talkers")),
        workerLoaders: { LOADER: {} },
        ...jobResources({ consumed: false }),
        ...testBindings,
        workers: auxiliaryOptions([...auxiliaryWorkers, NEIGHBOUR]),
      },
    })),
  ],
};

export default defineConfig({
  test: {
    // Longer than a test waits for what an upstream is to see, so that it is told what the upstream saw instead.
    testTimeout: 15_000,
    // Files share a runtime: starting one each took longer than the tests in it.
    projects: [
      {
        ...insideWorkerd,
        test: {
          name: "workerd",
          isolate: false,
          include: [
            "test/{gather,streams,process,upstream,net,answers,openapi,problems,middleware,client,routes,examples,jobs}/**/*.test.ts",
          ],
          globalSetup: "./test/support/upstreams-setup.ts",
        },
      },
      {
        test: {
          name: "built",
          isolate: false,
          include: ["test/{routes,examples,built,rehearse,starter/built}/**/*.test.ts"],
          // These need what only the inside of the runtime has.
          exclude: ["test/examples/inside/**"],
          globalSetup: "./test/support/built-setup.ts",
        },
      },
      {
        test: {
          name: "node",
          isolate: false,
          include: ["test/{gather,streams,upstreams,scripts,page}/**/*.test.ts"],
        },
      },
      {
        ...insideWorkerd,
        test: {
          name: "properties",
          include: ["test/properties/*.test.ts"],
          globalSetup: "./test/support/upstreams-setup.ts",
        },
      },
      {
        test: {
          name: "properties-http",
          include: ["test/properties/http/**/*.test.ts"],
          globalSetup: "./test/support/built-setup.ts",
        },
      },
      {
        test: {
          name: "browser",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: "./test/support/built-setup.ts",
        },
      },
      {
        test: {
          name: "commands",
          include: ["test/starter/*.test.ts"],
        },
      },
    ],
  },
});
