// The merge itself, which is git's.
import { spawnSync } from "node:child_process";
import { git } from "./git.ts";
import type { Trees } from "./trees-to-merge.ts";

/** What came of a merge. */
export interface Merged {
  /** The merged files; where lines conflict they hold git's markers. */
  readonly tree: string;
  readonly conflicts: readonly string[];
}

/** git wants an author even for commits that nothing keeps. */
const NOBODY = {
  GIT_AUTHOR_NAME: "update",
  GIT_AUTHOR_EMAIL: "update@localhost",
  GIT_COMMITTER_NAME: "update",
  GIT_COMMITTER_EMAIL: "update@localhost",
};

/** What git's markers call the two sides, and the refs by which git knows these names during the merge. */
const SIDES = { project: "refs/update/project", starter: "refs/update/starter" } as const;

/** Merges what has changed from `base` to `next` into HEAD. Changes nothing in the working tree. @throws `Error` where git cannot merge. */
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
