// Makes a project out of the starter's files. `npm run update` runs it too, over the files of two versions: the same files and the same record
// always make the same project.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ProjectRecord } from "../update/project-record.ts";
import { bareWithout, features, withDependents } from "./features.ts";
import { starter } from "./features/starter.ts";
import { rename } from "./rename.ts";
import { strip } from "./strip/strip.ts";

/** Takes out of the files in `root` what `record` does without, and what belongs to the starter alone; renames the rest. */
export async function makeProject(
  root: string,
  record: Pick<ProjectRecord, "name" | "removed" | "bare">,
): Promise<void> {
  const unwanted = withDependents(new Set([...record.removed, ...(record.bare ? bareWithout : [])]));
  await strip(root, [...features.filter(({ name }) => unwanted.has(name)), starter]);
  rename(root, record.name);
  resetVersion(join(root, "package.json"));
}

/** The description and the version are the starter's. */
function resetVersion(path: string): void {
  if (!existsSync(path)) return;
  const text = readFileSync(path, "utf8").replace(/^ {2}"description": .*\n/m, "");
  writeFileSync(
    path,
    text.replace(/^( {2}"version": ")[^"]*/m, (_whole, before: string) => `${before}0.1.0`),
  );
}

// As a command: node scripts/init/make-project.ts <folder> <record as JSON>
if (import.meta.main) {
  const [root = "", record = "{}"] = process.argv.slice(2);
  await makeProject(root, JSON.parse(record) as ProjectRecord);
}
