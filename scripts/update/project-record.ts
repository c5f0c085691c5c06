// `starter.json`: how a project was made from the starter.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

const FILE = "starter.json";

const ProjectRecord = z.object({
  /** The project's name. */
  name: z.string(),
  /** The features that were taken out. */
  removed: z.array(z.string()),
  /** The URL or path of the starter. */
  from: z.string().nullable(),
  /** The tree of the starter's version. A tree, because a copy without history has another commit. */
  tree: z.string().regex(/^[\da-f]{40,64}$/),
});

/** How a project was made from the starter. */
export type ProjectRecord = z.output<typeof ProjectRecord>;

/** Reads the record in `root`. Returns `undefined` if there is none. @throws `Error` if it is damaged. */
export function readRecord(root: string): ProjectRecord | undefined {
  const path = join(root, FILE);
  if (!existsSync(path)) return undefined;
  const parsed = ProjectRecord.safeParse(JSON.parse(readFileSync(path, "utf8")));
  if (parsed.success) return parsed.data;
  throw new Error(`${FILE} is damaged: ${z.prettifyError(parsed.error)}`);
}

/** Writes the record, in prettier's format. */
export function writeRecord(root: string, record: ProjectRecord): void {
  const json = JSON.stringify(record, null, 2).replace(
    /\[[^\]]*\]/,
    () => `[${record.removed.map((name) => `"${name}"`).join(", ")}]`,
  );
  writeFileSync(join(root, FILE), `${json}\n`);
}
