// Turns the arguments of `npm run new` into a plan, and refuses what cannot be.
import { existsSync, globSync, readFileSync } from "node:fs";
import { readConfig } from "../read-config.ts";
import { findServed } from "../upstreams/find-served.ts";
import { isOwnPath } from "../upstreams/routes.ts";
import { standIns } from "../upstreams/stand-ins.ts";
import { routeThatAnswers } from "./existing-routes.ts";
import { identifier, importedNames } from "./identifier.ts";
import type { NewEndpoint, NewUpstream } from "./plan.ts";
import { readRoutePath } from "./route-path.ts";

/** The arguments, as they were given. */
export interface Wanted {
  readonly path: string;
  /** Names of upstreams; the first is required in an answer. */
  readonly upstreams: readonly string[];
  /** Of the first upstream. */
  readonly origin: string | undefined;
  readonly post: boolean;
}

/** Upstreams that one endpoint may begin with. */
const MAX_UPSTREAMS = 6;

/** Names that an endpoint's file uses, and the members that every merged answer has. */
const TAKEN = `Hono z answers AppEnv declareUpstream jsonBody merge optional param rateLimit c call input
  complete elapsedMs subrequests parts`.split(/\s+/);

/** Makes the plan. @throws `Error` that says what is in the way, and what to do. */
export function planEndpoint({ path, upstreams, origin, post }: Wanted): NewEndpoint {
  const route = readRoutePath(path);
  const method = post ? "post" : "get";
  const existing = routeThatAnswers(method, route.example);
  if (existing !== undefined)
    throw new Error(`${existing.method} ${existing.path} of ${existing.file} answers ${path} already`);
  const names = upstreams.length > 0 ? upstreams : [`${route.name}-api`];
  if (names.length > MAX_UPSTREAMS) throw new Error(`an endpoint begins with at most ${MAX_UPSTREAMS} upstreams`);
  const planned = names.map((name, index) =>
    planUpstream(name, names.indexOf(name) !== index, index === 0 ? origin : undefined, route.parameters),
  );
  const taken = new Set([
    ...TAKEN,
    ...importedNames(readFileSync("src/app.ts", "utf8")),
    ...planned.map(({ code }) => code),
  ]);
  for (const file of [`src/routes/${route.name}.ts`, `test/routes/${route.name}.test.ts`])
    refuseExisting(file, "choose another path");
  return { route, code: identifier(route.name, "Route", taken), method, upstreams: planned };
}

function planUpstream(
  name: string,
  isTwice: boolean,
  origin: string | undefined,
  parameters: readonly string[],
): NewUpstream {
  if (!/^[a-z][a-z\d]*(-[a-z\d]+)*$/.test(name) || name.length > 40)
    throw new Error(`${JSON.stringify(name)} cannot be an upstream's name: expected one such as air-quality`);
  if (isTwice) throw new Error(`the upstream ${name} is named twice`);
  const other = "choose another name with --upstream";
  const declared = globSync("src/**/*.ts").find((file) => declares(readFileSync(file, "utf8"), name));
  if (declared !== undefined)
    throw new Error(`the upstream ${name} is declared in ${declared}: ${other}, and import that one by hand`);
  const variable = `${name.toUpperCase().replaceAll("-", "_")}_ORIGIN`;
  if (Object.hasOwn(readConfig().vars, variable)) throw new Error(`wrangler.toml has ${variable} already: ${other}`);
  const path = `/${name}`;
  if (isOwnPath(path) || findServed(standIns, path) !== undefined)
    throw new Error(`the local upstreams serve ${path} already: ${other}`);
  refuseExisting(`scripts/upstreams/${name}.ts`, other);
  const code = identifier(name, "Upstream", new Set([...TAKEN, ...parameters]));
  return { name, code, variable, origin: originOf(name, origin), path };
}

/** Whether `code` declares an upstream called `name`. */
export function declares(code: string, name: string): boolean {
  return new RegExp(`declareUpstream[^(]*\\(\\{\\s*name: "${name}"`).test(code);
}

/** The origin in its shortest form; one that does not exist if none is given. */
function originOf(name: string, text = `https://${name}.example.com`): string {
  const url = URL.parse(text);
  if (url !== null && url.protocol === "https:" && `${url.origin}/` === url.href) return url.origin;
  throw new Error(`--origin ${JSON.stringify(text)} is not an origin such as https://api.example.com`);
}

function refuseExisting(file: string, what: string): void {
  if (existsSync(file)) throw new Error(`${file} exists: ${what}`);
}
