// The README tells the truth: its code runs and prints what it says, and what it names is there.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as z from "zod";
import { readReadme } from "../support/readme.ts";

const { text: readme, blocks } = readReadme();
const scripts = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync("package.json", "utf8"))).scripts;

const programs = blocks.flatMap(({ language, code }, index) => {
  const next = blocks[index + 1];
  return language === "ts" && next?.language === "text" && code.includes("console.log")
    ? [{ code, prints: next.code }]
    : [];
});

test("the programs in it run and print what the README says", () => {
  expect(programs.length).toBe(2);
  for (const { code, prints } of programs) {
    mkdirSync("dist/readme", { recursive: true });
    writeFileSync("dist/readme/program.ts", code.replaceAll('"./src/', '"../../src/'));
    expect(execFileSync(process.execPath, ["dist/readme/program.ts"], { encoding: "utf8" })).toBe(prints);
  }
});

test("every npm script that the README and CONTRIBUTING name exists", () => {
  const named = [...`${readme}${readFileSync("CONTRIBUTING.md", "utf8")}`.matchAll(/npm run ([\w:]+)/g)].map(
    ([, name]) => name,
  );
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => scripts[name ?? ""] === undefined)).toEqual([]);
});

const toBeWritten = new Set(blocks.map(({ file = "" }) => file));

test("every file that the README and CONTRIBUTING name exists, but for those to be written", () => {
  const text = `${readme}${readFileSync("CONTRIBUTING.md", "utf8")}`;
  const named = [...text.matchAll(/(?:^|[\s`(])((?:src|test|scripts)\/[\w./-]*|[A-Z]+\.md|[\w-]+\.toml)/gm)].map(
    ([, path]) => path ?? "",
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((path) => !toBeWritten.has(path) && !existsSync(path))).toEqual([]);
});

test("every row of its table of asyncio names a test that is there", () => {
  const [, section = ""] = /\n## If you know asyncio\n(.*?)\n## /s.exec(readme) ?? [];
  const rows = section.split("\n").filter((line) => /^\| (?!asyncio|-)/.test(line));
  expect(rows.length).toBeGreaterThan(20);
  for (const row of rows) {
    const [, name = row, path = ""] = /\[([^\]]+)\]\(([\w./-]+)\)[ |]*$/.exec(row) ?? [];
    const titles = [...readFileSync(path, "utf8").matchAll(/\b(?:test|describe)\b.*?"(.+)"/g)].map(
      ([, title]) => title,
    );
    expect(titles).toContainEqual(expect.stringContaining(name));
  }
});

test("the README is short enough to be read", () => {
  expect(readme.split("\n").length).toBeLessThan(410);
});
