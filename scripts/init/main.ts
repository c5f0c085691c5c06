// `npm run init -- my-api`: makes the starter a project of its own.
import { spawnSync } from "node:child_process";
import { PROJECT_NAME } from "../../src/project-name.ts";
import { askGit, git } from "../update/git.ts";
import { checkRepository } from "../update/check-repository.ts";
import { writeRecord } from "../update/project-record.ts";
import { Refusal, runCommand } from "../update/refusal.ts";
import { writeFreshDocuments } from "./fresh-documents.ts";
import { makeProject } from "./make-project.ts";
import { readOptions } from "./options.ts";
import { formatFile } from "./strip/formatted.ts";

const LOCKFILE = ["install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

await runCommand(init);

async function init(): Promise<void> {
  const { name, removed, holder, from, check } = readOptions(process.argv.slice(2), PROJECT_NAME);
  checkRepository();
  const record = {
    name,
    removed: [...removed],
    from: from ?? askGit(["remote", "get-url", "origin"]) ?? null,
    tree: git(["rev-parse", "HEAD^{tree}"]),
  };
  console.log(removed.length === 0 ? "Keeping every feature." : `Taking out: ${removed.join(", ")}.`);
  try {
    await makeProject(".", record);
    writeFreshDocuments(".", { name, holder, removed, starter: PROJECT_NAME });
    await formatFile("README.md");
    writeRecord(".", record);
  } catch (error) {
    git(["reset", "--quiet", "--hard"]);
    git(["clean", "--quiet", "-fd"]);
    throw error;
  }
  run("Writing package-lock.json", LOCKFILE);
  if (check) {
    run("Checking types", ["run", "--silent", "types"]);
    run("Running the tests", ["test"]);
  }
  console.log(`\nThis is ${name} now. Next:\n\n  git add -A && git commit -m "Start ${name}"\n  npm run dev\n`);
}

/** Runs npm. @throws `Refusal` if it fails; the message says how to go back. */
function run(what: string, args: readonly string[]): void {
  console.log(`${what} …`);
  const { status } = spawnSync("npm", args, { stdio: "inherit" });
  if (status === 0) return;
  throw new Refusal(
    `\n${what} failed: npm ${args.join(" ")}. The project is as it was made, for you to look at.\nTo have the starter back: git reset --hard && git clean -fd`,
  );
}
