// What `npm ci` lets in.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as z from "zod";

const { allowScripts } = z
  .object({ allowScripts: z.record(z.string(), z.boolean()) })
  .parse(JSON.parse(readFileSync("package.json", "utf8")));
const { packages } = z
  .object({
    packages: z.record(
      z.string(),
      z.looseObject({ name: z.string().optional(), hasInstallScript: z.boolean().optional() }),
    ),
  })
  .parse(JSON.parse(readFileSync("package-lock.json", "utf8")));

test("no package runs a script when it is installed but those that package.json allows", () => {
  const running = Object.entries(packages).flatMap(([path, { hasInstallScript }]) =>
    hasInstallScript === true && path !== "" ? [path.replace(/^.*node_modules\//, "")] : [],
  );
  expect(running.filter((name) => allowScripts[name] !== true)).toEqual([]);
});

test("what would report an install to its maker is an empty package", () => {
  expect(packages["node_modules/@scarf/scarf"]?.name).toBe("@favware/skip-dependency");
});
