// The README tells the truth: its code runs and prints what it says, and what it names is there.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as z from "zod";

const readme = readFileSync("README.md", "utf8");
const blocks = [...readme.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language = "", code = ""]) => ({
  language,
  code,
}));
const scripts = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync("package.json", "utf8"))).scripts;

const programs = blocks.flatMap(({ language, code }, index) => {
  const next = blocks[index + 1];
  return language === "ts"
    ? [{ code, prints: next?.language === "text" && code.includes("console.log") ? next.code : "" }]
    : [];
});

test.each(programs)("code block %#: runs and prints what the README says", ({ code, prints }) => {
  mkdirSync("dist/readme", { recursive: true });
  const file = `dist/readme/block-${programs.findIndex((program) => program.code === code)}.ts`;
  writeFileSync(file, code.replaceAll('"./src/', '"../../src/'));
  expect(execFileSync(process.execPath, [file], { encoding: "utf8" })).toBe(prints);
});

test("there are code blocks, so that the test above has something to run", () => {
  expect(programs.length).toBeGreaterThanOrEqual(2);
});

test("every npm script that the README and CONTRIBUTING name exists", () => {
  const named = [...`${readme}${readFileSync("CONTRIBUTING.md", "utf8")}`.matchAll(/npm run ([\w:]+)/g)].map(
    ([, name]) => name,
  );
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => scripts[name ?? ""] === undefined)).toEqual([]);
});

test("every file that the README and CONTRIBUTING name exists", () => {
  const text = `${readme}${readFileSync("CONTRIBUTING.md", "utf8")}`;
  const named = [...text.matchAll(/(?:^|[\s`(])((?:src|test|scripts)\/[\w./-]*|[A-Z]+\.md|[\w-]+\.toml)/gm)].map(
    ([, path]) => path ?? "",
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});

test("the README is short enough to be read", () => {
  expect(readme.split("\n").length).toBeLessThan(250);
});
