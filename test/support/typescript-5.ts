// Preloaded: gives a program that needs TypeScript 5 the copy that oazapfts brings. The project's own TypeScript 7 has no
// API for it.
import { createRequire, registerHooks } from "node:module";
import { pathToFileURL } from "node:url";

const found = createRequire(createRequire(import.meta.url).resolve("oazapfts")).resolve("typescript");

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "typescript"
      ? { url: pathToFileURL(found).href, format: "commonjs", shortCircuit: true }
      : next(specifier, context),
});
