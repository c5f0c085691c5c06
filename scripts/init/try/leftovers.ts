// What is left of features that are gone, in what people and tools read.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Feature } from "../feature.ts";

/** Configuration and documents. The workflows of GitHub call their parts jobs, whatever they do. */
const LOOKED_AT = [
  "*.{toml,json,md}",
  "vitest.config.ts",
  ".oxlintrc.json",
  ".prettierignore",
  ".ci/*",
  "src/index.ts",
  "{src,scripts}/*/README.md",
];

/** What is looked through besides, once it has been made: the lockfile, and the OpenAPI document. */
export interface Made {
  readonly openapi: string;
}

/** The lines in the project in `root` that still have `features`. */
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

/** The packages in the lockfile of the project in `root`. */
function locked(root: string): ReadonlySet<string> {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    readonly packages: object;
  };
  return new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, "")));
}
