// The pages, and the scripts and tests for them.
import { drop, type Feature, replace } from "../feature.ts";

export const page: Feature = {
  name: "page",
  about: "the page at / that draws a fan-out, and /docs",
  // Its first two programs are /hello and /city.
  needs: ["examples"],
  traces: /src\/page|dist\/assets|build:assets|playwright|axe-core|swagger|scarf/,
  owns: [
    "src/page",
    "scripts/build-assets.ts",
    "scripts/chromium.ts",
    "scripts/replace-folder.ts",
    "scripts/screenshot.ts",
    "tsconfig.page.json",
    "test/built/docs.test.ts",
    "test/built/home.test.ts",
    "test/e2e",
    "test/page",
    "test/routes/page-presets.test.ts",
    "test/support/watched-page.ts",
  ],
  npmScripts: ["build:assets", "screenshot", "test:browser"],
  packages: ["@scarf/scarf", "axe-core", "playwright-core", "swagger-ui-dist"],
  edits: {
    ".ci/run": [drop("command -v chromium"), drop("npm run test:browser")],
    "CONTRIBUTING.md": [
      replace(
        "`npm run test:watch` runs tests as you type, `npm run test:browser`, which CI runs as well, needs Chromium or Chrome.",
        "`npm run test:watch` runs tests as you type.",
      ),
      replace(", and `dist/assets/`, the static assets"),
    ],
    "package.json": [replace("npm run --silent build:assets && "), replace(" && tsc -p tsconfig.page.json")],
    "scripts/dev.ts": [drop("  documentation  "), replace("  open it: run a fan-out, watch where the time goes")],
    "scripts/read-config.ts": [
      drop("const WorkerOptions ="),
      drop("export function readAssets"),
      replace("unstable_getMiniflareWorkerOptions, "),
    ],
    "scripts/serve-built.ts": [
      replace(", its static assets before it,", ","),
      drop("assets: readAssets()"),
      replace('import { readAssets } from "./read-config.ts";\n'),
    ],
    "src/index.ts": [
      replace(
        "//\n// For the browser: page/ holds static assets. scripts/build-assets.ts builds them, and they are served without the\n// Worker. page/home/ is the page at /. It also uses gather/ and streams/.\n",
      ),
    ],
    "src/routes/about.ts": [replace(" The page at / uses it.")],
    "test/scripts/room-readmes.test.ts": [drop('"src/page",')],
    "test/scripts/packages.test.ts": [drop("what would report an install to its maker")],
    "test/scripts/new/plan-endpoint.test.ts": [drop('["/docs", {}, ')],
    "vitest.config.ts": [replace(",page}", "}"), drop('name: "browser"', { up: 2 })],
    "wrangler.toml": [
      replace(
        '# The pages. What is no asset goes to the Worker.\n[assets]\ndirectory = "dist/assets"\n\n[build]\ncommand = "npm run --silent build:assets"\nwatch_dir = "src"\n\n',
      ),
    ],
  },
};
