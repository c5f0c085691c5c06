// Takes features out of a tree of files.
import { globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Feature } from "../feature.ts";
import { combinations } from "../features/combined.ts";
import { formatted } from "./formatted.ts";
import { withoutPaths, withoutRows } from "./documents.ts";
import { edited } from "./edit.ts";
import { withoutImports } from "./imports.ts";
import { withoutPackages } from "./packages.ts";
import { withoutRoutes } from "./routes.ts";
import { withoutUnused } from "./unused.ts";

/** The files to edit. */
const LOOKED_AT = [
  "{src,test,scripts}/**/*.{ts,md,html,css}",
  "*.{ts,md,json,toml}",
  ".oxlintrc.json",
  ".ci/*",
  ".*ignore",
  ".dev.vars.example",
  ".github/**/*.yml",
];

const LEFT_ALONE = ["package-lock.json", "README.md", "CHANGELOG.md", "scripts/init"];

/** Files to delete, and edits to make. */
type Going = Pick<Feature, "owns" | "edits">;

/** Takes `features` out of the project in `root`. */
export async function strip(root: string, features: readonly Feature[]): Promise<void> {
  const going = withCombinations(features);
  const owned = going.flatMap(({ owns }) => owns).flatMap((glob) => globSync(glob, { cwd: root }));
  const routes = features.flatMap((feature) => feature.routes ?? []);
  for (const path of owned) rmSync(join(root, path), { recursive: true, force: true });
  const isGone = (path: string): boolean => owned.some((own) => path === own || path.startsWith(`${own}/`));

  const edits = going.flatMap((feature) => Object.entries(feature.edits ?? {}));
  const files = globSync(LOOKED_AT, { cwd: root, exclude: (path) => path.includes("node_modules") });
  for (const file of files.filter((path) => !LEFT_ALONE.some((left) => path === left || path.startsWith(`${left}/`)))) {
    const path = join(root, file);
    const before = readFileSync(path, "utf8");
    let text = before;
    for (const edit of edits.flatMap(([of, list]) => (of === file ? list : []))) text = edited(text, edit) ?? text;
    text = withoutRoutes(text, routes);
    // What is dropped may have been the last member of a list.
    if (file.endsWith(".json")) text = text.replaceAll(/,(\n\s*[\]}])/g, "$1");
    if (file === "package.json") text = withoutPackages(text, features);
    if (file.endsWith(".md")) text = withoutRows(text, isGone);
    if (/^tsconfig.*json$|^\.oxlintrc/.test(file)) text = withoutPaths(text, isGone);
    if (file.endsWith(".ts")) {
      text = withoutImports(text, file, isGone);
      if (text !== before) text = withoutUnused(text, file);
    }
    if (text === before) continue;
    if (text === "") rmSync(path);
    else writeFileSync(path, await formatted(text, path));
  }
}

/** Adds the combinations that are complete. */
function withCombinations(features: readonly Feature[]): readonly Going[] {
  const names = features.map(({ name }) => name);
  const complete = combinations.filter(({ of }) => of.every((name) => names.includes(name)));
  return [...features, ...complete.map(({ owns = [], edits = {} }) => ({ owns, edits }))];
}
