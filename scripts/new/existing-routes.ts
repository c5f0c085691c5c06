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
  const files = globSync("src/**/*.ts", { exclude: ["src/page/**"] });
  const routes = files.flatMap((file) => routesIn(readFileSync(file, "utf8")).map((route) => ({ ...route, file })));
  for (const route of [...routes, ...pages()]) router.add(route.method, route.path, route);
  return router.match(method.toUpperCase(), path)[0][0]?.[0];
}

/** The routes that `code` adds to an app, besides those that its comments show. */
export function routesIn(code: string): Omit<ExistingRoute, "file">[] {
  const found = code.replaceAll(COMMENT, "").matchAll(ROUTE);
  return [...found].map(([, method = "", path = ""]) => ({ method: method.toUpperCase(), path }));
}

/** The static pages, which go before the Worker. */
function pages(): ExistingRoute[] {
  return globSync("src/page/*.html").map((file) => {
    const name = file.replace(/^.*\//, "").replace(/\.html$/, "");
    return { method: "ALL", path: `/${name}`, file };
  });
}
