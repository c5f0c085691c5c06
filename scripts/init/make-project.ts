// Makes a project out of the starter's files. `npm run update` runs this for two versions of the starter and compares
// the results, so the same files and record must always make the same project.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ProjectRecord } from "../update/project-record.ts";
import { features, withDependents } from "./features.ts";
import { starter } from "./features/starter.ts";
import { rename } from "./rename.ts";
import { strip } from "./strip/strip.ts";

/** Strips and renames the files in `root`, as `record` says. */
export async function makeProject(root: string, record: Pick<ProjectRecord, "name" | "removed">): Promise<void> {
  const unwanted = withDependents(new Set(record.removed));
  await strip(root, [...features.filter(({ name }) => unwanted.has(name)), starter]);
  rename(root, record.name);
  resetVersion(join(root, "package.json"));
}

/** Removes the starter's description and version. */
function resetVersion(path: string): void {
  if (!existsSync(path)) return;
  const text = readFileSync(path, "utf8").replace(/^ {2}"description": .*\n/m, "");
  writeFileSync(
    path,
    text.replace(/^( {2}"version": ")[^"]*/m, (_whole, before: string) => `${before}0.1.0`),
  );
}

// Usage: node scripts/init/make-project.ts <folder> <record as JSON>
if (import.meta.main) {
  const [root = "", record = "{}"] = process.argv.slice(2);
  await makeProject(root, JSON.parse(record) as ProjectRecord);
}
