// Finds features that are out of date: they name files or texts that the starter no longer has.
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Edit, Feature } from "../feature.ts";
import { type Combination, combinations } from "../features/combined.ts";
import { edited } from "./edit.ts";

type Edits = Readonly<Record<string, readonly Edit[]>>;

/** Lists the files and edits of `features` that match nothing in `root`, a line for each. */
export function staleEdits(root: string, features: readonly Feature[]): readonly string[] {
  const own = features.flatMap(({ name, owns, edits = {} }) => [
    ...lost(root, name, owns),
    ...stale(root, name, [], edits),
  ]);
  const together = combinations.flatMap(({ of, owns = [], edits = {} }: Combination) => {
    const before = features.filter(({ name }) => of.includes(name)).map((feature) => feature.edits ?? {});
    return [...lost(root, of.join(" and "), owns), ...stale(root, of.join(" and "), before, edits)];
  });
  return [...own, ...together];
}

function lost(root: string, name: string, owns: readonly string[]): readonly string[] {
  return owns
    .filter((glob) => globSync(glob, { cwd: root }).length === 0)
    .map((path) => `${name}: there is no ${path}`);
}

function stale(root: string, name: string, before: readonly Edits[], edits: Edits): readonly string[] {
  return Object.entries(edits).flatMap(([file, list]) => {
    const path = join(root, file);
    let text = existsSync(path) ? readFileSync(path, "utf8") : "";
    for (const edit of before.flatMap((each) => each[file] ?? [])) text = edited(text, edit) ?? text;
    return list.flatMap((edit) => {
      const next = edited(text, edit);
      text = next ?? text;
      const sought = "drop" in edit ? edit.drop : edit.replace;
      return next === undefined ? [`${name}: ${file} has no ${JSON.stringify(sought)}`] : [];
    });
  });
}
