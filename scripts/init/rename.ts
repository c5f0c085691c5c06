// Gives the project its name, in the only places that know it.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The place that the starter's name is read from. */
const SOURCE = "src/project-name.ts";

/** The places that have the name. A test holds all other files to having none. */
export const placesOfName = [SOURCE, "package.json", "wrangler.toml"] as const;

/** Renames the project in `root`. @throws `Error` where a place does not know the starter's name. */
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
