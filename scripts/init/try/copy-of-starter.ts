// Copies the starter, so that a project can be made of the copy.
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { git } from "../../update/git.ts";

/** A folder that is deleted at the end of its scope. */
export interface Copy extends Disposable {
  readonly home: string;
}

/** Copies the files that git would add, and links node_modules. */
export function copyOfStarter(): Copy {
  const home = mkdtempSync(join(tmpdir(), "copy-of-starter-"));
  const files = git(["ls-files", "--cached", "--others", "--exclude-standard", "-z"]).split("\0");
  for (const file of files.filter((path) => path !== "")) {
    mkdirSync(dirname(join(home, file)), { recursive: true });
    cpSync(file, join(home, file), { force: true });
  }
  symlinkSync(resolve("node_modules"), join(home, "node_modules"));
  return { home, [Symbol.dispose]: () => rmSync(home, { recursive: true, force: true }) };
}
