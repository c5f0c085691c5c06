// The tables of outcomes and of layers are complete and in order.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { outcomes, reasons } from "../../src/upstream/call/outcome.ts";

/** The cells of the rows that a Markdown table has under `heading`, its head left out. */
function rowsUnder(heading: string, path: string): string[][] {
  const [, section = ""] = readFileSync(path, "utf8").split(`\n## ${heading}\n`);
  const [, table = ""] = /\n\| -.*\n((?:\|.*\n)+)/.exec(section) ?? [];
  return table
    .split("\n")
    .slice(0, -1)
    .map((row) => row.split("|").slice(1, -1));
}

const quoted = (cell = ""): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);

test("src/upstream/README.md lists each outcome with its reasons", () => {
  const listed = rowsUnder("Outcomes and reasons", "src/upstream/README.md").map(([outcome, , why]) => [
    ...quoted(outcome),
    quoted(why),
  ]);
  const known = outcomes.map((outcome) => [
    outcome,
    Object.entries(reasons).flatMap(([reason, end]) => (end === outcome ? [reason] : [])),
  ]);
  expect(listed).toEqual(known);
});

test("src/upstream/layers/README.md lists the layers in their order", () => {
  const files = rowsUnder("Order", "src/upstream/layers/README.md").map(([file]) => quoted(file)[0]);
  const code = readFileSync("src/upstream/layers/index.ts", "utf8");
  const fileOf = new Map(
    [...code.matchAll(/import \{ (\w+) \} from "\.\/(.+)";/g)].map(([, name, file]) => [name, file]),
  );
  const composed = (name: string): string[] => {
    const [, chain = ""] = new RegExp(`const ${name}: \\w+ = (.+);`).exec(code) ?? [];
    return (chain.match(/\w+/g) ?? []).flatMap((part) => fileOf.get(part) ?? composed(part));
  };
  expect(files).toEqual(["layer", ...composed("makeCall")]);
});
