// `npm run init`, as a new user runs it: in a repository, and once.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { features } from "../../scripts/init/features.ts";
import { starter } from "../../scripts/init/features/starter.ts";
import { readOptions } from "../../scripts/init/options.ts";
import { placesOfName } from "../../scripts/init/rename.ts";
import { staleEdits } from "../../scripts/init/strip/stale-edits.ts";
import { PROJECT_NAME } from "../../src/project-name.ts";
import { emptyFolder } from "../support/empty-folder.ts";
import { cloneOf, Repository, starterWithoutHistory } from "../support/starter-clone.ts";

const INIT = "scripts/init/main.ts";

test("every file and every text that a feature names is there", () => {
  expect(staleEdits(".", [...features, starter])).toEqual([]);
});

test("no other place than those that are renamed or written anew knows the starter's name", () => {
  const knowing = new Repository(".").git("grep", "--files-with-matches", "--ignore-case", PROJECT_NAME).split("\n");
  const known = [...placesOfName, "CHANGELOG.md", "LICENSE", "README.md", "package-lock.json"];
  expect(knowing.filter((path) => !known.includes(path))).toEqual([]);
});

test("a copy without history becomes a project: renamed, with documents of its own and a record", () => {
  const project = starterWithoutHistory();
  const tree = project.git("rev-parse", "HEAD^{tree}");
  const { status, printed } = project.node(INIT, "my-api", "--bare", "--holder", "Jo Doe", "--no-check");
  expect([status, printed]).toEqual([0, expect.stringContaining("Taking out: bench, examples, page.")]);

  expect(JSON.parse(project.read("package.json"))).toMatchObject({ name: "my-api", version: "0.1.0" });
  expect(JSON.parse(project.read("package-lock.json"))).toMatchObject({
    name: "my-api",
    packages: { "": { name: "my-api" } },
  });
  expect(project.read("wrangler.toml")).toMatch(/^name = "my-api"$/m);
  expect(project.read("src/project-name.ts")).toContain('"my-api"');
  expect(project.read("LICENSE")).toContain(`Copyright (c) ${new Date().getFullYear()} Jo Doe\n`);
  expect(project.read("README.md")).toMatch(/^# my-api\n/);
  expect(JSON.parse(project.read("starter.json"))).toEqual({
    name: "my-api",
    removed: ["bench", "examples", "page"],
    from: null,
    tree,
  });
  for (const gone of ["src/examples", "src/page", "scripts/bench", "scripts/init", INIT]) {
    expect([gone, existsSync(join(project.home, gone))]).toEqual([gone, false]);
  }

  project.commit("Start");
  const again = project.run("npm", "--silent", "run", "init", "--", "other");
  expect(again).toEqual({
    status: 1,
    printed: expect.stringContaining("is yours already: it is called my-api") as string,
  });
  expect(project.status).toBe("");
}, 60_000);

test("a clone knows where the starter is", () => {
  const starterOfTest = starterWithoutHistory();
  const project = cloneOf(starterOfTest, join(emptyFolder(), "clone"));
  expect(project.node(INIT, "my-api", "--keep", "page", "--no-check").status).toBe(0);
  expect(JSON.parse(project.read("starter.json"))).toMatchObject({
    removed: ["bench", "jobs", "probe", "transforms"],
    from: starterOfTest.home,
  });
}, 60_000);

test("--bare --keep keeps some of the three", () => {
  expect(readOptions(["my-api", "--bare", "--keep", "page"], PROJECT_NAME).removed).toEqual(["bench"]);
  expect(readOptions(["my-api", "--bare", "--without", "jobs"], PROJECT_NAME).removed).toEqual([
    "bench",
    "examples",
    "jobs",
    "page",
  ]);
});

describe("it refuses, says what to do, and changes nothing:", () => {
  test.each([
    ["without a name", [], /npm run init -- my-api \[options\][^]*What can be taken out:[^]*examples/],
    ["a name with capitals", ["My-Api"], /"My-Api" cannot be the name of a Worker/],
    ["a name that is too long", ["x".repeat(64)], /63 characters at most/],
    ["the starter's name", [PROJECT_NAME], /is the name of the starter/],
    ["two names", ["my", "api"], /npm run init -- my-api \[options\]/],
    [
      "a feature that there is not",
      ["my-api", "--keep", "page,pages"],
      /there is no "pages"; there are examples, page/,
    ],
    ["a feature that is kept and is not", ["my-api", "--keep", "page", "--without", "examples"], /is needed by --keep/],
    ["an option that there is not", ["my-api", "--nude"], /Unknown option '--nude'/],
  ])("%s", (_what, args, message) => {
    const refused = new Repository(".").node(INIT, ...args);
    expect(refused).toEqual({ status: 1, printed: expect.stringMatching(message) as string });
  });

  test("a tree with changes that are not committed", () => {
    const project = starterWithoutHistory();
    project.write("notes.txt", "mine");
    project.change("src/app.ts", "// The app", "// My app");
    const { status, printed } = project.node(INIT, "my-api", "--no-check");
    expect([status, printed]).toEqual([1, expect.stringMatching(/not committed[^]*src\/app\.ts[^]*notes\.txt/)]);
    expect(project.status).toBe("M src/app.ts\n?? notes.txt");
  });

  test("a folder that is no repository", () => {
    const project = starterWithoutHistory();
    project.run("rm", "-r", ".git");
    expect(project.node(INIT, "my-api").printed).toContain("git init && git add -A");
  });
});
