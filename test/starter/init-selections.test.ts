// Projects of `npm run init` compile, run, and have no trace of a feature that has gone. `npm run test:init` tests all.
import { expect, test } from "vitest";
import { bareWithout, features } from "../../scripts/init/features.ts";
import { sampled, selections } from "../../scripts/init/try/selections.ts";
import { trySelection } from "../../scripts/init/try/try-selection.ts";
import { askGit } from "../../scripts/update/git.ts";

/** A project is compiled, built and run. */
const SLOW_MS = 300_000;

test.each([
  ["--bare", bareWithout],
  ["the least there is", features.map(({ name }) => name)],
])(
  "%s",
  async (_what, removed) => {
    expect(await trySelection(removed, "sample")).toEqual([]);
  },
  SLOW_MS,
);

// Each commit tries other ones, so in time all are tried.
test.each(sampled(selections(), 2, askGit(["rev-parse", "HEAD^{tree}"]) ?? "0").map((removed) => [removed]))(
  "without %j",
  async (removed) => {
    expect(await trySelection(removed, "types")).toEqual([]);
  },
  SLOW_MS,
);

test("a feature that needs another one is never left without it", () => {
  expect(selections().length).toBe(48);
  expect(selections().filter((removed) => removed.includes("examples") && !removed.includes("page"))).toEqual([]);
});

test("every selection has its turn", () => {
  const turns = selections().map((_selection, index) => sampled(selections(), 2, index.toString(16)));
  expect(new Set(turns.flat().map(String)).size).toBe(selections().length);
});
