// gather/ by itself: it imports nothing, and runs on the versions of Node that the README names.
import { spawnSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { delimiter, join } from "node:path";
import { build, type BuildResult } from "esbuild";
import { expect, test } from "vitest";
import { printedByEssentials } from "../support/printed-by-essentials.ts";

/** The oldest Node that gather/ runs on. `npm run test:node22` runs its whole suite there. */
const OLDEST_NODE = 22;

/** The Node of this process, and others on the path: each machine has its own. */
const nodes = new Set(
  [process.execPath, ...(process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "node"))]
    .filter((path) => existsSync(path))
    .map((path) => realpathSync(path)),
);

function bundle(entryPoint: string): Promise<BuildResult<{ write: false; metafile: true }>> {
  const target = `node${OLDEST_NODE}`;
  const options = { bundle: true, format: "esm", platform: "neutral", target, metafile: true, write: false } as const;
  return build({ entryPoints: [entryPoint], ...options });
}

test("src/gather/index.ts bundles alone, for any runtime", async () => {
  const { metafile } = await bundle("src/gather/index.ts");
  expect(Object.keys(metafile.inputs).filter((path) => !path.startsWith("src/gather/"))).toEqual([]);
});

test(`every helper works on each Node there is, or gather/ says that it needs Node ${OLDEST_NODE}`, async () => {
  const { outputFiles } = await bundle("test/support/gather-essentials.ts");
  for (const node of nodes) {
    const major = Number(/\d+/.exec(run(node, "console.log(process.version)").stdout)?.[0]);
    const { stdout, stderr } = run(node, outputFiles[0]?.text ?? "");
    if (major < OLDEST_NODE) expect(stderr).toContain("gather/ needs Promise.withResolvers (ES2024)");
    else expect(JSON.parse(stdout)).toEqual(printedByEssentials);
  }
});

test("a runtime without Promise.withResolvers is told so when gather/ is loaded", async () => {
  const { outputFiles } = await bundle("src/gather/index.ts");
  const { stderr } = run(process.execPath, `delete Promise.withResolvers;${outputFiles[0]?.text}`);
  expect(stderr).toContain("gather/ needs Promise.withResolvers (ES2024): use Node 22 or later");
});

function run(node: string, program: string): { readonly stdout: string; readonly stderr: string } {
  return spawnSync(node, ["--input-type=module", "-"], { input: program, encoding: "utf8" });
}
