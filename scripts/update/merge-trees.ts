// Merges two versions of the starter into the project, with git's own merge.
import { spawnSync } from "node:child_process";
import { git } from "./git.ts";
import type { Trees } from "./trees-to-merge.ts";

/** The result of a merge. */
export interface Merged {
  /** The merged files. Lines that conflict are between git's markers. */
  readonly tree: string;
  readonly conflicts: readonly string[];
}

/** git needs an author, even for commits that are not kept. */
const NOBODY = {
  GIT_AUTHOR_NAME: "update",
  GIT_AUTHOR_EMAIL: "update@localhost",
  GIT_COMMITTER_NAME: "update",
  GIT_COMMITTER_EMAIL: "update@localhost",
};

/** The refs of the two sides. git's markers name them. */
const SIDES = { project: "refs/update/project", starter: "refs/update/starter" } as const;

/**
 * Merges the changes from `base` to `next` into HEAD, and leaves the working tree alone.
 *
 * @throws `Error` if git cannot merge.
 */
export function mergeTrees({ base, next }: Trees): Merged {
  const commit = (tree: string, parents: readonly string[]): string =>
    git(["commit-tree", tree, ...parents.flatMap((parent) => ["-p", parent]), "-m", "update"], { env: NOBODY });
  const root = commit(base, []);
  git(["update-ref", SIDES.project, commit("HEAD^{tree}", [root])]);
  git(["update-ref", SIDES.starter, commit(next, [root])]);
  try {
    const sides = Object.values(SIDES).map((ref) => ref.replace("refs/", ""));
    const merge = ["merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", ...sides];
    const { status, stdout, stderr } = spawnSync("git", merge, { encoding: "utf8" });
    if (status !== 0 && status !== 1) throw new Error(`git merge-tree failed; it needs git 2.38 or later\n${stderr}`);
    const [tree = "", ...conflicts] = stdout.split("\0").filter((part) => part !== "");
    return { tree, conflicts: [...new Set(conflicts)] };
  } finally {
    for (const ref of Object.values(SIDES)) git(["update-ref", "-d", ref]);
  }
}
