// Makes a project of an old version of this repository, and updates it to the newest.
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { spawnSync } from "node:child_process";
import { git } from "../../update/git.ts";

/** The first version with this file is the first one that can be updated. */
const UPDATER = "scripts/update/main.ts";

/** How far back the nearer of the two versions is. */
const STEPS_BACK = 10;

const AUTHOR = ["-c", "user.name=test", "-c", "user.email=test@localhost"];

/** Files that no update touches. */
const OWN = ["README.md", "CHANGELOG.md", "LICENSE", "package-lock.json", "starter.json"];

/** Lists versions to update from: ten commits back, and the first one with `npm run update`. */
export function oldVersions(): readonly string[] {
  const since = git(["log", "--format=%H", "--diff-filter=A", "HEAD", "--", UPDATER]).split("\n").at(-1) ?? "";
  const near = git(["rev-list", "--first-parent", `${since}..HEAD`]).split("\n")[STEPS_BACK - 1];
  return [...new Set([near ?? since, since])].filter((commit) => commit !== "");
}

/** Updates a project of `commit` to HEAD. Returns the files in which it differs from a project that HEAD makes. */
export function tryUpdate(commit: string, options: readonly string[]): readonly string[] {
  const old = madeFrom(commit, options);
  const fresh = madeFrom(git(["rev-parse", "HEAD"]), options);
  try {
    const { status, stdout, stderr } = spawnSync(process.execPath, [UPDATER], {
      cwd: old,
      encoding: "utf8",
    });
    if (status !== 0) return [`${stdout}${stderr}`];
    git([...AUTHOR, "commit", "--quiet", "--message", "Update"], { cwd: old });
    git(["fetch", "--quiet", fresh, "HEAD"], { cwd: old });
    const differing = git(["diff", "--name-status", "FETCH_HEAD", "HEAD"], { cwd: old }).split("\n");
    return differing.filter((line) => line !== "" && !OWN.includes(line.split("\t")[1] ?? ""));
  } finally {
    for (const home of [old, fresh]) rmSync(home, { recursive: true, force: true });
  }
}

/** Clones this repository at `commit`, and makes a project of it. Returns the project's folder. */
function madeFrom(commit: string, options: readonly string[]): string {
  const home = mkdtempSync(join(tmpdir(), "try-update-"));
  git(["clone", "--quiet", resolve("."), home]);
  git(["checkout", "--quiet", commit], { cwd: home });
  symlinkSync(resolve("node_modules"), join(home, "node_modules"));
  writeFileSync(join(home, ".git/info/exclude"), "node_modules\n");
  git(["remote", "set-url", "origin", resolve(".")], { cwd: home });
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["scripts/init/main.ts", "my-api", "--no-check", ...options],
    {
      cwd: home,
      encoding: "utf8",
    },
  );
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
  git(["add", "--all"], { cwd: home });
  git([...AUTHOR, "commit", "--quiet", "--message", "Start"], { cwd: home });
  return home;
}
