// The READMEs and CONTRIBUTING tell the truth: the scripts, files and tests that they name exist.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { readReadme, roomReadmes } from "../support/readme.ts";

const readme = readReadme();
const agents = readReadme("AGENTS.md");
const guides = ["src/gather/GUIDE.md", "src/routes/HTTP.md"].map(readReadme);
const pages = [readme, readReadme("CONTRIBUTING.md"), agents, ...guides, ...roomReadmes()];
const scripts = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync("package.json", "utf8"))).scripts;

test("every npm script that they name exists", () => {
  const named = pages.flatMap(({ text }) => [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name));
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => scripts[name ?? ""] === undefined)).toEqual([]);
});

const toBeWritten = new Set(readme.blocks.map(({ file = "" }) => file));

test("every file that they name exists, but for those to be written", () => {
  const named = pages.flatMap(({ text }) =>
    [...text.matchAll(/(?:^|[\s`(])((?:src|test|scripts)\/[\w./-]*|[A-Z]+\.md|[\w-]+\.toml)/gm)].map(
      ([, path]) => path ?? "",
    ),
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((path) => !toBeWritten.has(path) && !existsSync(path))).toEqual([]);
});

test("AGENTS.md has ten facts, on lines that can be read", () => {
  expect(agents.text.match(/^\d+\. /gm)).toHaveLength(10);
  expect(agents.text.split("\n").filter((line) => line.length > 120)).toEqual([]);
});

const asyncioTables = pages.flatMap(({ path, text }) => {
  const [, section] = /\n## If you know asyncio\n(.*?)\n## /s.exec(text) ?? [];
  return section === undefined
    ? []
    : [{ path, rows: section.split("\n").filter((line) => /^\| (?!asyncio|-)/.test(line)) }];
});

test.each(asyncioTables)("every row of the asyncio table in $path names a test that exists", ({ path, rows }) => {
  expect(rows.length).toBeGreaterThan(15);
  for (const row of rows) {
    const [, name = row, link = ""] = /\[([^\]]+)\]\(([\w./-]+)\)[ |]*$/.exec(row) ?? [];
    const code = readFileSync(join(dirname(path), link), "utf8");
    const titles = [...code.matchAll(/\b(?:test|describe)\b.*?"(.+)"/g)].map(([, title]) => title);
    expect(titles).toContainEqual(expect.stringContaining(name));
  }
});
