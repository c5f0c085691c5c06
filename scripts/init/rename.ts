// Renames the project.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The starter's name is read from this file. */
const SOURCE = "src/project-name.ts";

/** Only these files contain the name. A test checks all others. */
export const placesOfName = [SOURCE, "package.json", "wrangler.toml"] as const;

/** Renames the project in `root`. @throws `Error` if a file does not contain the starter's name. */
export function rename(root: string, name: string): void {
  const [, old] = /PROJECT_NAME = "([^"]+)"/.exec(readFileSync(join(root, SOURCE), "utf8")) ?? [];
  for (const file of placesOfName) {
    const path = join(root, file);
    const text = readFileSync(path, "utf8");
    if (old === undefined || !text.includes(old)) throw new Error(`${file} does not name the project`);
    writeFileSync(
      path,
      text.replaceAll(old, () => name),
    );
  }
}
