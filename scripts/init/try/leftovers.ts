// Finds traces of features that have gone.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Feature } from "../feature.ts";

/** Configuration and documents, but not .github: its workflows have "jobs" too. */
const LOOKED_AT = [
  "*.{toml,json,md}",
  "vitest.config.ts",
  ".oxlintrc.json",
  ".{git,prettier}ignore",
  ".dev.vars.example",
  ".ci/*",
  "src/index.ts",
  "{src,scripts}/**/README.md",
];

/** Output of the project. If it is given, the lockfile is searched too. */
export interface Made {
  readonly openapi: string;
}

/** Lists the lines in `root` that match the traces of `features`. */
export function leftovers(root: string, features: readonly Feature[], made?: Made): readonly string[] {
  const own = ["CHANGELOG.md", "package-lock.json", "starter.json"];
  const files = globSync(LOOKED_AT, { cwd: root }).filter((path) => !own.includes(path));
  const texts = [
    ...files.map((file) => [file, readFileSync(join(root, file), "utf8")] as const),
    ["OpenAPI", made?.openapi ?? ""] as const,
  ];
  return features.flatMap(({ name, traces, packages = [] }) => [
    ...texts.flatMap(([file, text]) =>
      text
        .split("\n")
        .filter((line) => traces.test(line))
        .map((line) => `${name}: ${file}: ${line.trim().slice(0, 160)}`),
    ),
    ...(made === undefined ? [] : packages.filter((path) => locked(root).has(path))).map(
      (path) => `${name}: package-lock.json: ${path}`,
    ),
  ]);
}

/** Lists the packages in the lockfile. */
function locked(root: string): ReadonlySet<string> {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    readonly packages: object;
  };
  return new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, "")));
}
