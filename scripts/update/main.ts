// `npm run update`: merges changes of the starter into a project that was made of it.
import { spawnSync } from "node:child_process";
import { checkRepository } from "./check-repository.ts";
import { fetchStarter } from "./fetch-starter.ts";
import { git } from "./git.ts";
import { mergeTrees } from "./merge-trees.ts";
import { readOptions } from "./options.ts";
import { readRecord, writeRecord } from "./project-record.ts";
import { projectTree } from "./project-tree.ts";
import { Refusal, runCommand } from "./refusal.ts";
import { treesToMerge } from "./trees-to-merge.ts";

const LOCKFILE = ["install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

await runCommand(update);

async function update(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const record = readRecord(".");
  if (record === undefined)
    throw new Refusal("There is no starter.json: npm run update is for projects that npm run init has made.");
  checkRepository();
  const from = options.from ?? record.from;
  if (from === null) throw new Refusal("Where is the starter? npm run update -- --from <url or path>");
  const { base, next, commits } = fetchStarter(from, { to: options.to, base: options.base, tree: record.tree });
  if (git(["rev-parse", `${next}^{tree}`]) === record.tree) return console.log("Up to date.");

  console.log(`The starter has ${commits} ${commits === 1 ? "commit" : "commits"} that this project does not have.`);
  const before = treesToMerge(projectTree(base, record), projectTree(next, record));
  const { tree, conflicts } = mergeTrees(before);
  if (conflicts.length > 0 && !options.conflicts) throw new Refusal(conflictText(conflicts));

  git(["read-tree", "-m", "-u", "HEAD", tree]);
  writeRecord(".", { ...record, from, tree: git(["rev-parse", `${next}^{tree}`]) });
  git(["add", "starter.json"]);
  updateLockfile();
  if (conflicts.length > 0) {
    git(["reset", "--quiet", "--", ...conflicts]);
    return console.log(`Look for <<<<<<< in these files, then commit:\n\n${listOf(conflicts)}\n`);
  }
  const files = git(["diff", "--cached", "--name-only"]).split("\n").length;
  console.log(
    `${files} files have changed, and are staged. Next:\n\n  git diff --staged\n  npm ci && npm run check\n  git commit -m "Update from the starter"\n`,
  );
}

function conflictText(conflicts: readonly string[]): string {
  return [
    "Nothing has been changed: you and the starter have changed the same lines of",
    "",
    listOf(conflicts),
    "",
    "npm run update -- --conflicts makes all changes, and marks these lines as git merge does.",
  ].join("\n");
}

function listOf(paths: readonly string[]): string {
  return paths.map((path) => `  ${path}`).join("\n");
}

/** The lockfile is never merged: npm makes it fit package.json. */
function updateLockfile(): void {
  if (git(["diff", "--cached", "--name-only", "--", "package.json"]) === "") return;
  const { status } = spawnSync("npm", LOCKFILE, { stdio: "inherit" });
  if (status === 0) git(["add", "package-lock.json"]);
  else console.error("package-lock.json could not be updated: run npm install");
}
