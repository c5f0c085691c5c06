// A copy of the project that a test may edit.
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { onTestFinished } from "vitest";

/** Copies the project without what is installed or built, until the test ends. Returns the copy's path. */
export function copyOfProject(): string {
  const home = mkdtempSync(join(tmpdir(), "copy-of-project-"));
  onTestFinished(() => rmSync(home, { recursive: true }));
  const left = new Set(["node_modules", "dist", ".git", ".wrangler", basename(home)]);
  cpSync(".", home, { recursive: true, filter: (path) => !left.has(basename(path)) });
  symlinkSync(resolve("node_modules"), join(home, "node_modules"));
  return home;
}
