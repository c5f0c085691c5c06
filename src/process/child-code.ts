// A program as the runtime loads it into its own isolate: without network, bindings, or a way back to the parent.
import { CHILD_MAIN } from "./child-main.ts";

/** Extra modules of a program, by the name that it imports them by. */
export type Modules = Readonly<Record<string, string>>;

const MAIN = "child-main.js";
const PROGRAM = "program.js";

/**
 * Runtime modules that a program cannot import: they lead out of the isolate, call it again, or let work go on after
 * the end. A program can still reach them through `node:process`, which cannot be refused. So nothing relies on this
 * list alone: connections fail anyway, and `CHILD_MAIN` limits how often a program can call itself.
 */
const REFUSED = [
  "cloudflare:ai",
  "cloudflare:br",
  "cloudflare:durable-objects",
  "cloudflare:email",
  "cloudflare:node",
  "cloudflare:pipelines",
  "cloudflare:sockets",
  "cloudflare:vectorize",
  "cloudflare:workers",
  "cloudflare:workflows",
] as const;

/**
 * Returns the code of an isolate, for a loader.
 *
 * @throws {RangeError} for an invalid or reserved module name, and if all sources together exceed `maxBytes`.
 */
export function childCode(source: string, modules: Modules, maxBytes: number): WorkerLoaderWorkerCode {
  for (const name of Object.keys(modules)) {
    if (!/^[\w./-]+\.js$/.test(name))
      throw new RangeError(`invalid module name ${JSON.stringify(name)}: use letters, digits, ". _ - /", end in .js`);
    if (name === MAIN || name === PROGRAM) throw new RangeError(`the module name ${name} is reserved`);
  }
  const encoder = new TextEncoder();
  const bytes = [source, ...Object.values(modules)].reduce((sum, text) => sum + encoder.encode(text).byteLength, 0);
  if (bytes > maxBytes) throw new RangeError(`the source has ${bytes} bytes; the limit is ${maxBytes}`);
  return {
    compatibilityDate: "2026-11-01",
    // Of Node.js, only AsyncLocalStorage: it tells apart the runs in one isolate.
    compatibilityFlags: ["no_nodejs_compat", "no_nodejs_compat_v2", "nodejs_als", "disable_ctx_exports"],
    mainModule: MAIN,
    modules: { ...refusals(), ...modules, [PROGRAM]: source, [MAIN]: CHILD_MAIN },
    env: {},
    globalOutbound: null,
  };
}

function refusals(): Record<string, WorkerLoaderModule> {
  return Object.fromEntries(
    REFUSED.map((name) => [name, { js: `throw new Error("${name} is not available in a child isolate");` }]),
  );
}
