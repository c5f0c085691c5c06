// Writes all of some files, or none.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Writes `files` by path, then runs `check`. If either throws, every file is as it was before.
 *
 * @throws the error of the write or of `check`.
 */
export function writeAll(files: ReadonlyMap<string, string>, check: () => void): void {
  const before = new Map([...files.keys()].map((path) => [path, existsSync(path) ? readFileSync(path) : undefined]));
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    check();
  } catch (error) {
    for (const [path, contents] of before) {
      if (contents === undefined) rmSync(path, { force: true });
      else writeFileSync(path, contents);
    }
    throw error;
  }
}
