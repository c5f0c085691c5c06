// Makes a project without some features, and tests it.
import { writeFreshDocuments } from "../fresh-documents.ts";
import { features } from "../features.ts";
import { starter } from "../features/starter.ts";
import { makeProject } from "../make-project.ts";
import { formatFile } from "../strip/formatted.ts";
import { attempt } from "./attempt.ts";
import { copyOfStarter } from "./copy-of-starter.ts";
import { leftovers } from "./leftovers.ts";

const NAME = "my-api";

const LOCKFILE = ["install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"];

/** Prints the OpenAPI document of the Worker that the project in the current folder builds. */
const PRINT_OPENAPI = `
  import { buildWorker } from "./scripts/build-worker.ts";
  import { serveBuilt } from "./scripts/serve-built.ts";
  const worker = await serveBuilt(buildWorker("dist/openapi"), { ALLOWED_ORIGINS: "" });
  console.log(JSON.stringify(await (await fetch(worker.url + "/openapi.json")).json(), null, 1));
  await worker.stop();`;

/** How much to test: the types; a few suites as well; or all that CI runs on a project. */
export type Depth = "types" | "sample" | "everything";

const SAMPLE = "npx vitest run --project workerd test/openapi test/problems test/middleware test/routes/client";

const TYPES = "npm run --silent types";

/** The commands to run, in order. The first one generates types that the others need. */
const checks: Readonly<Record<Depth, readonly string[]>> = {
  types: [TYPES],
  sample: [TYPES, SAMPLE],
  everything: [
    TYPES,
    ...["format:check", "lint", "test", "test:properties", "test:commands"].map(
      (script) => `npm run --silent ${script}`,
    ),
  ],
};

/** Tests the project without the features `removed`. Returns the faults. */
export async function trySelection(removed: readonly string[], depth: Depth): Promise<readonly string[]> {
  using copy = copyOfStarter();
  const { home } = copy;
  await makeProject(home, { name: NAME, removed: [...removed] });
  writeFreshDocuments(home, { name: NAME, holder: "The authors", removed, starter: "the starter" });
  await formatFile(`${home}/README.md`);

  const faults: string[] = [];
  for (const line of checks[depth]) {
    const [command = "", ...args] = line.split(" ");
    faults.push(...(await attempt(home, command, args)).faults);
  }
  const gone = [...features.filter(({ name }) => removed.includes(name)), starter];
  if (depth === "types") return [...faults, ...leftovers(home, gone)];
  const lockfile = await attempt(home, "npm", LOCKFILE);
  const openapi = await attempt(home, process.execPath, ["--input-type=module", "--eval", PRINT_OPENAPI]);
  return [...faults, ...lockfile.faults, ...openapi.faults, ...leftovers(home, gone, { openapi: openapi.stdout })];
}
