// The client that src/client/README.md makes of the OpenAPI document compiles, refuses wrong uses, and prints what is shown.
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { beforeAll, expect, inject, test } from "vitest";
import { readReadme } from "../support/readme.ts";
import { programsOf } from "../support/readme-programs.ts";

const HOME = "dist/openapi-fetch";
const run = promisify(execFile);
const node = (...args: string[]): Promise<{ stdout: string }> => run(process.execPath, args);

const [program] = programsOf(readReadme("src/client/README.md")).filter(({ runsIn }) => runsIn === "client");
const { code = "", shown = "" } = program ?? {};

beforeAll(async () => {
  mkdirSync(HOME, { recursive: true });
  const generate = "node_modules/openapi-typescript/bin/cli.js";
  const url = `${inject("worker")}/openapi.json`;
  await node("--import", "./test/support/typescript-5.ts", generate, url, "-o", `${HOME}/openapi.ts`);
});

/** Checks a program beside the types, as strictly as our own code. @throws what the compiler says. */
async function compile(name: string, text: string): Promise<string> {
  const path = `${HOME}/${name}.ts`;
  writeFileSync(path, text.replace("http://localhost:8787", inject("worker") ?? ""));
  const compilerOptions = { lib: ["esnext", "dom", "dom.iterable"], types: [] };
  const config = { extends: "../../tsconfig.base.json", compilerOptions, files: [`${name}.ts`] };
  writeFileSync(`${HOME}/tsconfig.${name}.json`, JSON.stringify(config));
  await node("node_modules/typescript/bin/tsc", "-p", `${HOME}/tsconfig.${name}.json`);
  return path;
}

test("R27 the README's program compiles and prints what the README shows", async () => {
  const { stdout } = await node(await compile("program", code));
  expect(stdout).toBe(shown);
});

test.each([
  ["a route that is none", "/city", "/town"],
  ["a parameter that is none", "name:", "nam:"],
  ["a part that is none", '"weather"]', '"wether"]'],
  ["a member that is none", "temperatureC", "temperature"],
])("R27 %s does not compile", async (_what, right, wrong) => {
  const changed = code.replace(right, wrong);
  expect(changed).not.toBe(code);
  await expect(compile("wrong", changed)).rejects.toMatchObject({
    stdout: expect.stringMatching(/wrong\.ts\(\d+,\d+\): error TS\d+/) as string,
  });
});
