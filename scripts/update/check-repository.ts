// Checks a repository before a command changes its files.
import { askGit, git } from "./git.ts";
import { Refusal } from "./refusal.ts";

/** The most files that a message names. */
const MAX_NAMED = 5;

/**
 * Checks that the current folder is the root of a repository, and that all changes are committed.
 *
 * @throws `Refusal` that says what to do.
 */
export function checkRepository(): void {
  const prefix = askGit(["rev-parse", "--show-prefix"]);
  if (prefix === undefined || askGit(["rev-parse", "--verify", "HEAD"]) === undefined)
    throw new Refusal(
      'This needs a git repository with a commit, so that you can see what it changes, and go back:\n\n  git init && git add -A && git commit -m "Start"',
    );
  if (prefix !== "") throw new Refusal(`The project must be the root of its repository; it is in ${prefix}`);
  const changed = git(["status", "--porcelain"])
    .split("\n")
    .filter((line) => line !== "");
  if (changed.length === 0) return;
  const more = changed.length > MAX_NAMED ? [`  and ${changed.length - MAX_NAMED} more`] : [];
  throw new Refusal(
    [
      "Some files are not committed. Commit or stash them first:",
      "",
      ...changed.slice(0, MAX_NAMED).map((line) => `  ${line}`),
      ...more,
    ].join("\n"),
  );
}
