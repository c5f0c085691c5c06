// The package that `npm run pack:gather` makes, as someone has it who installs it.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { afterAll, beforeAll, expect, test } from "vitest";
import { printedByEssentials } from "../support/printed-by-essentials.ts";

const home = mkdtempSync(join(tmpdir(), "uses-gather-"));
afterAll(() => rmSync(home, { recursive: true }));

let tarball = "";
let name = "";
beforeAll(() => {
  const printed = execFileSync(process.execPath, ["scripts/pack-gather.ts"], { encoding: "utf8" });
  tarball = resolve(printed.trim());
  name = basename(tarball).replace(/-\d.*$/, "");
  writeFileSync(join(home, "package.json"), JSON.stringify({ name: "uses-gather", private: true, type: "module" }));
  execFileSync("npm", ["install", "--offline", "--no-audit", "--no-fund", tarball], { cwd: home, stdio: "ignore" });
  const program = readFileSync("test/support/gather-essentials.ts", "utf8");
  writeFileSync(join(home, "main.ts"), program.replace("../../src/gather/index.ts", name));
}, 120_000);

test("publint finds nothing in it", async () => {
  const { messages } = await publint({ strict: true, pack: { tarball: new Uint8Array(readFileSync(tarball)).buffer } });
  expect(messages).toEqual([]);
});

test("are-the-types-wrong finds nothing in it, for a package of modules alone", async () => {
  const checked = await checkPackage(createPackageFromTarballData(new Uint8Array(readFileSync(tarball))));
  const problems = checked.types === false ? ["no types"] : checked.problems;
  // Its profile "esm-only" leaves out what cannot import modules: Node 10, and `require`.
  const others = problems.filter(
    (problem) =>
      typeof problem === "string" ||
      !("resolutionKind" in problem) ||
      !["node10", "node16-cjs"].includes(problem.resolutionKind),
  );
  expect(others).toEqual([]);
});

test("an empty project that installed it runs every helper", () => {
  const printed = execFileSync(process.execPath, ["main.ts"], { cwd: home, encoding: "utf8" });
  expect(JSON.parse(printed)).toEqual(printedByEssentials);
});

test("a program that uses it compiles, its types included", () => {
  const compilerOptions = {
    module: "nodenext",
    target: "esnext",
    lib: ["esnext", "dom"],
    types: [],
    strict: true,
    skipLibCheck: false,
    noEmit: true,
  };
  writeFileSync(join(home, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["main.ts", "typed.ts"] }));
  const typed = [
    `import { gather } from "${name}";`,
    "const [one, two] = await gather([() => 1, async () => 'two']);",
    "export const sum: number = one + two.length;",
    "// @ts-expect-error the second result is a string",
    "export const wrong: number = two;",
  ];
  writeFileSync(join(home, "typed.ts"), typed.join("\n"));
  const tsc = resolve("node_modules/typescript/bin/tsc");
  expect(execFileSync(process.execPath, [tsc, "-p", home], { encoding: "utf8" })).toBe("");
}, 60_000);
