// Makes a project of a version of the starter, as a tree of git.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { git } from "./git.ts";
import type { ProjectRecord } from "./project-record.ts";

/**
 * Makes the tree of a project from the starter's version `commit`. It runs the scripts of that version, so the tree is
 * the one that `npm run init` made at that time.
 */
export function projectTree(commit: string, record: ProjectRecord): string {
  const home = mkdtempSync(join(tmpdir(), "project-tree-"));
  try {
    const root = join(home, "project");
    mkdirSync(root);
    // In the parent folder Node finds it, and git does not.
    symlinkSync(resolve("node_modules"), join(home, "node_modules"));
    const env = {
      GIT_INDEX_FILE: join(home, "index"),
      GIT_WORK_TREE: root,
      GIT_DIR: resolve(git(["rev-parse", "--git-dir"])),
    };
    git(["read-tree", commit], { env });
    git(["checkout-index", "--all"], { cwd: root, env });
    execFileSync(process.execPath, ["scripts/init/make-project.ts", ".", JSON.stringify(record)], {
      cwd: root,
      stdio: "inherit",
    });
    git(["add", "--all"], { cwd: root, env });
    return git(["write-tree"], { env });
  } finally {
    rmSync(home, { recursive: true });
  }
}
