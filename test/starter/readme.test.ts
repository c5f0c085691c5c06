// The README of the starter: its programs print the output that is shown, and it is short.
import { expect, test } from "vitest";
import { readReadme } from "../support/readme.ts";
import { printedBy, programsOf } from "../support/readme-programs.ts";

const readme = readReadme();

test("the programs in the guide to gather run and print what it says", () => {
  const programs = programsOf(readReadme("src/gather/GUIDE.md"));
  expect(programs.length).toBe(2);
  for (const program of programs) expect(printedBy(program)).toBe(program.shown);
});

test("the README is short enough to be read", () => {
  const { text, blocks } = readme;
  expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(200);
  const prose = blocks.reduce((rest, { code }) => rest.replace(code, ""), text);
  expect(prose.split("\n").filter((line) => line.length > 120 && !line.startsWith("|"))).toEqual([]);
});
