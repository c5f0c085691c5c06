// Leaves out of two versions what an update must not change.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { git } from "./git.ts";

/** Files that belong to the project. */
const OWN = ["README.md", "CHANGELOG.md", "LICENSE", "package-lock.json", "starter.json"];

/** The trees of two versions. */
export interface Trees {
  readonly base: string;
  readonly next: string;
}

/** Takes the project's own files, and files that it has deleted, out of the difference between two trees. */
export function treesToMerge(base: string, next: string): Trees {
  const here = new Set(pathsIn("HEAD"));
  const [before, after] = [pathsIn(base), pathsIn(next)];
  const deleted = git(["diff", "--no-renames", "--diff-filter=D", "--name-only", base, "HEAD"]).split("\n");
  const moved = new Set(renamed(base));
  const left = deleted.filter((path) => path !== "" && !moved.has(path));
  const folders = { had: foldersOf(before), has: foldersOf([...here]) };
  const known = new Set(before);
  const intoDeleted = after.filter(
    (path) =>
      !known.has(path) &&
      !here.has(path) &&
      foldersOf([path]).some((folder) => folders.had.includes(folder) && !folders.has.includes(folder)),
  );
  const without = [...left, ...intoDeleted];
  return { base: changed(base, without), next: changed(next, without) };
}

function pathsIn(tree: string): readonly string[] {
  return git(["ls-tree", "-r", "--name-only", "-z", tree])
    .split("\0")
    .filter((path) => path !== "");
}

/** Lists the paths of `base` that the project has moved. */
function renamed(base: string): readonly string[] {
  const lines = git(["diff", "-M", "--diff-filter=R", "--name-status", base, "HEAD"]).split("\n");
  return lines.map((line) => line.split("\t")[1] ?? "");
}

/** Lists the folders of `paths`, and the folders around them. */
function foldersOf(paths: readonly string[]): readonly string[] {
  const folders = new Set<string>();
  for (const path of paths)
    for (let folder = dirname(path); folder !== "." && !folders.has(folder); folder = dirname(folder))
      folders.add(folder);
  return [...folders];
}

/** Takes the paths `without` out of `tree`, and puts the project's own files in. */
function changed(tree: string, without: readonly string[]): string {
  const home = mkdtempSync(join(tmpdir(), "merge-index-"));
  try {
    const env = { GIT_INDEX_FILE: join(home, "index") };
    git(["read-tree", tree], { env });
    git(["update-index", "--force-remove", "-z", "--stdin"], {
      env,
      input: [...without, ...OWN].map((path) => `${path}\0`).join(""),
    });
    const own = git(["ls-tree", "HEAD", "--", ...OWN]);
    if (own !== "") git(["update-index", "--add", "--index-info"], { env, input: `${own}\n` });
    return git(["write-tree"], { env });
  } finally {
    rmSync(home, { recursive: true });
  }
}
