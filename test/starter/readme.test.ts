// The README of the starter: its programs print the output that is shown, and it is short.
import { expect, test } from "vitest";
import { readReadme } from "../support/readme.ts";
import { printedBy, programsOf } from "../support/readme-programs.ts";

const readme = readReadme();

test("the programs in the README run and print what it says", () => {
  const programs = programsOf(readme);
  expect(programs.length).toBe(2);
  for (const program of programs) expect(printedBy(program)).toBe(program.shown);
});

test("the README is short enough to be read", () => {
  expect(readme.text.split("\n").length).toBeLessThan(410);
});
