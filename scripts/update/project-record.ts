// What a project knows of how it was made: `starter.json`, in its root.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

const FILE = "starter.json";

const ProjectRecord = z.strictObject({
  /** The project's name. */
  name: z.string(),
  /** The features that were taken out. */
  removed: z.array(z.string()),
  /** Whether features that the starter gains later are to be left out as well. */
  bare: z.boolean(),
  /** Where the starter is: what `git fetch` takes. */
  from: z.string().nullable(),
  /** git's name for the files of the version that the project has. A copy without history has the same. */
  tree: z.string().regex(/^[\da-f]{40,64}$/),
});

/** How a project was made from the starter. */
export type ProjectRecord = z.output<typeof ProjectRecord>;

/** Reads the record of the project in `root`; `undefined` for the starter itself. @throws `Error` for one that is damaged. */
export function readRecord(root: string): ProjectRecord | undefined {
  const path = join(root, FILE);
  if (!existsSync(path)) return undefined;
  const parsed = ProjectRecord.safeParse(JSON.parse(readFileSync(path, "utf8")));
  if (parsed.success) return parsed.data;
  throw new Error(`${FILE} is damaged: ${z.prettifyError(parsed.error)}`);
}

/** Writes the record of the project in `root`, as prettier would. */
export function writeRecord(root: string, record: ProjectRecord): void {
  const json = JSON.stringify(record, null, 2).replace(
    /\[[^\]]*\]/,
    () => `[${record.removed.map((name) => `"${name}"`).join(", ")}]`,
  );
  writeFileSync(join(root, FILE), `${json}\n`);
}
