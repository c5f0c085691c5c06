// Gives the project its name: the only places that know it.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where the name stands, and what stands there. */
const PLACES = {
  "package.json": { pattern: /^( {2}"name": ")[^"]*(",)$/m },
  "src/project-name.ts": { pattern: /^(export const PROJECT_NAME = ")[^"]*(";)$/m },
  "wrangler.toml": { pattern: /^(name = ")[^"]*(")$/m },
} as const;

/** Renames the project in `root`. @throws `Error` where a place does not hold a name. */
export function rename(root: string, name: string): void {
  for (const [file, { pattern }] of Object.entries(PLACES)) {
    const path = join(root, file);
    const text = readFileSync(path, "utf8");
    if (!pattern.test(text)) throw new Error(`${file} does not name the project`);
    writeFileSync(
      path,
      text.replace(pattern, (_whole, before: string, after: string) => before + name + after),
    );
  }
}
