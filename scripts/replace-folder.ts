// Writing what a build made where others are watching.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Makes `folder` hold `files`, by their paths in it, and no other.
 *
 * A file that is the same already is not touched, so that nobody who watches the folder starts again over nothing.
 */
export function replaceFolder(folder: string, files: ReadonlyMap<string, string | Uint8Array>): void {
  const wanted = new Map([...files].map(([path, contents]) => [join(folder, path), Buffer.from(contents)]));
  for (const [path, contents] of wanted) {
    mkdirSync(dirname(path), { recursive: true });
    if (!existsSync(path) || !readFileSync(path).equals(contents)) writeFileSync(path, contents);
  }
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !wanted.has(path)) rmSync(path, { force: true });
  }
}
