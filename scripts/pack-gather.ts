// `npm run pack:gather`: makes a package of src/gather, for Node and browsers. Prints the tarball's path.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

/** The folder that is packed. `tsconfig.gather.json` writes the modules and their types into its `dist`. */
const FOLDER = "dist/gather";

/** The oldest Node that `src/gather/check-runtime.ts` lets in. */
const OLDEST_NODE = ">=22";

const Project = z.object({ name: z.string(), version: z.string(), license: z.string() });
const Packed = z.tuple([z.object({ filename: z.string() })]);

const project = Project.parse(JSON.parse(readFileSync("package.json", "utf8")));
const name = project.name.endsWith("gather") ? project.name : `${project.name}-gather`;

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.gather.json"], { stdio: "inherit" });
const manifest = {
  ...project,
  name,
  description: "Coroutines: run tasks at once, and end them together.",
  type: "module",
  engines: { node: OLDEST_NODE },
  exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } },
  // Loading it checks the runtime.
  sideEffects: ["./dist/index.js"],
  files: ["dist"],
};
writeFileSync(join(FOLDER, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
writeFileSync(join(FOLDER, "README.md"), readmeOf(name));
copyFileSync("LICENSE", join(FOLDER, "LICENSE"));

const json = execFileSync("npm", ["pack", `./${FOLDER}`, "--pack-destination", "dist", "--json"], { encoding: "utf8" });
const [{ filename }] = Packed.parse(JSON.parse(json));
console.log(join("dist", filename));

/** The README of the folder, without the parts about this repository. */
function readmeOf(packageName: string): string {
  const [intro = ""] = readFileSync("src/gather/README.md", "utf8").split("\n## If you know asyncio");
  const [head = "", ...rest] = intro.replace("# gather", `# ${packageName}`).split(/\n\| file[^]*?\n\n/);
  return [head, ...rest].join("\n").replaceAll("./src/gather/index.ts", packageName);
}
