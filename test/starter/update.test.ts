// `npm run update`, between two versions of the starter, in a project that was renamed, stripped and changed.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyFolder } from "../support/empty-folder.ts";
import { cloneOf, type Ran, Repository, starterWithoutHistory } from "../support/starter-clone.ts";

const UPDATE = "scripts/update/main.ts";

/** Makes a starter, and a project of its first version. */
function starterAndProject(...options: readonly string[]): {
  readonly starter: Repository;
  readonly project: Repository;
} {
  const starter = starterWithoutHistory();
  const project = cloneOf(starter, join(emptyFolder(), "project"));
  const made = project.node("scripts/init/main.ts", "my-api", "--no-check", ...options);
  expect(made).toMatchObject({ status: 0 });
  project.commit("Start");
  return { starter, project };
}

/** Lists the files that a command has changed. */
function changes(project: Repository): readonly string[] {
  return project.status.split("\n").map((line) => line.trim().replace(/ +/, " "));
}

const refusing = (message: RegExp): Ran => ({ status: 1, printed: expect.stringMatching(message) as string });

test("a change of the starter comes, into files that were moved too; what was taken out or deleted stays away", () => {
  const { starter, project } = starterAndProject("--bare");
  expect(project.node(UPDATE)).toMatchObject({ status: 0, printed: "Up to date.\n" });
  project.git("rm", "--quiet", "-r", "test/gather");
  project.git("mv", "src/access", "src/entry");
  project.change("src/upstream/layers/guard.ts", "\n", "\n// A line of ours.\n");
  project.write("README.md", "# Mine\n");
  project.commit("Mine");

  for (const file of ["access/is-local.ts", "gather/sleep.ts", "examples/city.ts", "page/home/bar.ts"])
    starter.change(`src/${file}`, "// ", "// Better: ");
  starter.change("test/gather/heap.test.ts", "// ", "// Better: ");
  starter.change("src/upstream/layers/guard.ts", "export", "/** Better. */\nexport");
  starter.change("package.json", '"npm run format:check &&', '"npm run --silent format:check &&');
  for (const file of ["src/gather/fresh.ts", "src/page/fresh.ts", "test/gather/fresh.ts", "scripts/init/fresh.ts"])
    starter.write(file, "// Fresh.\n");
  starter.write("README.md", "# Theirs\n");
  starter.commit("Better");

  const { status, printed } = project.node(UPDATE);
  expect([status, printed]).toEqual([
    0,
    expect.stringContaining("The starter has 1 commit that this project does not have."),
  ]);
  expect(changes(project)).toEqual([
    "M package.json",
    "M src/entry/is-local.ts",
    "A src/gather/fresh.ts",
    "M src/gather/sleep.ts",
    "M src/upstream/layers/guard.ts",
    "M starter.json",
  ]);
  expect(project.read("src/upstream/layers/guard.ts")).toMatch(/\/\/ A line of ours\.\n[^]*\/\*\* Better\. \*\//);
  expect(JSON.parse(project.read("package.json"))).toMatchObject({ name: "my-api" });
  expect(JSON.parse(project.read("starter.json"))).toMatchObject({ tree: starter.git("rev-parse", "HEAD^{tree}") });

  project.commit("Update");
  expect(project.node(UPDATE)).toMatchObject({ status: 0, printed: "Up to date.\n" });
}, 120_000);

test("lines that both have changed stop it, and nothing is changed; --conflicts marks them", () => {
  const { starter, project } = starterAndProject();
  const hops = "src/upstream/layers/redirect.ts";
  const [line = ""] = /^export const MAX_HOPS = .*$/m.exec(project.read(hops)) ?? [];
  project.change(hops, line, "const MAX_HOPS = 7;");
  project.commit("More");
  starter.change(hops, line, "const MAX_HOPS = 4;");
  starter.change("src/gather/sleep.ts", "// ", "// Better: ");
  starter.commit("Fewer");

  expect(project.node(UPDATE)).toEqual(
    refusing(/Nothing has been changed[^]*\n {2}src\/upstream\/layers\/redirect\.ts\n[^]*--conflicts/),
  );
  expect(project.status).toBe("");
  expect(project.git("for-each-ref", "refs/update")).toBe("");

  const { status, printed } = project.node(UPDATE, "--conflicts");
  expect([status, printed]).toEqual([
    0,
    expect.stringContaining(`Look for <<<<<<< in these files, then commit:\n\n  ${hops}`),
  ]);
  expect(project.read(hops)).toContain(
    "<<<<<<< update/project\nconst MAX_HOPS = 7;\n=======\nconst MAX_HOPS = 4;\n>>>>>>> update/starter\n",
  );
  expect(changes(project)).toEqual(["M src/gather/sleep.ts", `M ${hops}`, "M starter.json"]);
}, 120_000);

test("it refuses where it cannot know what to do, and says what to do", () => {
  const { starter, project } = starterAndProject();
  const elsewhere = project.node(UPDATE, "--from", join(starter.home, "nowhere"));
  expect(elsewhere).toEqual(refusing(/git cannot fetch from .*nowhere\. Name the starter/));
  expect(project.node(UPDATE, "--from", project.home)).toEqual(
    refusing(/it is not the starter, or older than npm run init/),
  );
  const other = new Repository(emptyFolder());
  other.git("init", "--quiet");
  other.write("notes.txt", "other");
  other.commit("Other");
  expect(project.node(UPDATE, "--from", other.home)).toEqual(
    refusing(/no version with the files that this project began with/),
  );
  expect(project.node(UPDATE, "--from", project.home, "--base", "HEAD")).toEqual(
    refusing(/it is not the starter, or older than npm run init/),
  );
  expect(project.node(UPDATE, "--to", "v9")).toEqual(refusing(/has no branch, tag or commit v9/));
  expect(project.node(UPDATE, "--form", "x")).toEqual(refusing(/Unknown option '--form'[^]*--from <url>/));
  project.write("notes.txt", "mine");
  expect(project.node(UPDATE)).toEqual(refusing(/not committed[^]*notes\.txt/));
  expect(existsSync("starter.json")).toBe(false);
  expect(new Repository(".").node(UPDATE)).toEqual(refusing(/There is no starter\.json/));
}, 120_000);
