// A folder that is deleted after the test.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** Makes an empty folder and returns its path. */
export function emptyFolder(): string {
  const home = mkdtempSync(join(tmpdir(), "empty-folder-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  return home;
}
