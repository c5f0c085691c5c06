// The routes that the Worker has, read from its sources: loading the app would take workerd.
import { globSync, readFileSync } from "node:fs";
import { TrieRouter } from "hono/router/trie-router";

/** A route, and the file that has it. */
interface ExistingRoute {
  readonly method: string;
  readonly path: string;
  readonly file: string;
}

/** Lines of comments, which show routes that are not there. */
const COMMENT = /^\s*(\/?\*|\/\/).*$/gm;

const ROUTE = /\.(get|post|put|patch|delete|all)\(\s*"(\/[^"]*)"/g;

/** Finds the route of `src/` or the page that answers `path` already. */
export function routeThatAnswers(method: string, path: string): ExistingRoute | undefined {
  const router = new TrieRouter<ExistingRoute>();
  for (const file of globSync("src/**/*.ts", { exclude: ["src/page/**"] })) {
    const code = readFileSync(file, "utf8").replaceAll(COMMENT, "");
    for (const [, verb = "", route = ""] of code.matchAll(ROUTE))
      router.add(verb === "all" ? "ALL" : verb.toUpperCase(), route, { method: verb.toUpperCase(), path: route, file });
  }
  // Static assets go before the Worker.
  for (const file of globSync("src/page/*.html")) {
    const page = `/${file.replace(/^.*\//, "").replace(/\.html$/, "")}`;
    router.add("ALL", page, { method: "GET", path: page, file });
  }
  return router.match(method.toUpperCase(), path)[0][0]?.[0];
}
