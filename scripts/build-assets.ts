// Builds the static assets into `dist/assets/`: each page of `src/page/`, with the scripts and styles that it names, and `_headers`. wrangler
// runs this before it serves or deploys, `npm ci` when it has installed.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { build } from "esbuild";
import { PROJECT_NAME } from "../src/project-name.ts";
import { replaceFolder } from "./replace-folder.ts";

const SOURCE = "src/page";
const OUT = "dist/assets";

/** How a page names a file beside it: `src="./docs.ts"`. */
const NAMED = /(?<=(?:src|href)=")\.\/[\w.-]+(?=")/g;

/** What a page has where the project is named. */
const NAME = "%PROJECT_NAME%";

/** What Swagger UI's licences want to go along with it. */
const LICENSES = ["LICENSE", "NOTICE", "swagger-ui-es-bundle.js.LICENSE.txt"].map((name) =>
  readFileSync(join("node_modules/swagger-ui-dist", name), "utf8"),
);

const pages = readdirSync(SOURCE)
  .filter((name) => name.endsWith(".html"))
  .map((name) => ({ name, html: readFileSync(join(SOURCE, name), "utf8") }));

const { outputFiles, metafile } = await build({
  entryPoints: [...new Set(pages.flatMap(({ html }) => html.match(NAMED) ?? []))].map((named) => join(SOURCE, named)),
  outdir: OUT,
  entryNames: "page/[name]-[hash]",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  metafile: true,
  write: false,
});

/** What a page has to call the file that it names, once that is built. */
function builtFrom(named: string): string {
  const [path] = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === join(SOURCE, named)) ?? [];
  if (path === undefined) throw new Error(`${named} was not built`);
  return path.slice(OUT.length);
}

replaceFolder(
  OUT,
  new Map<string, string | Uint8Array>([
    ...pages.map(({ name, html }) => [name, html.replace(NAMED, builtFrom).replaceAll(NAME, PROJECT_NAME)] as const),
    ...outputFiles.map(({ path, contents }) => [relative(OUT, path), contents] as const),
    ["_headers", readFileSync(join(SOURCE, "_headers"))],
    ["licenses/swagger-ui.txt", LICENSES.join("\n")],
  ]),
);
