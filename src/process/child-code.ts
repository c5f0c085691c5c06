// A program as the runtime loads it into an isolate of its own: with no network, no bindings, and no way back to the parent.
import { CHILD_MAIN } from "./child-main.ts";

/** Modules of a program besides its own, by the name it imports them by. */
export type Modules = Readonly<Record<string, string>>;

const MAIN = "child-main.js";
const PROGRAM = "program.js";

/**
 * Modules of the runtime that a program cannot import: those that lead out of the isolate, back into it by its own `fetch`, or to work that goes
 * on after the end. `node:process` cannot be refused, and a program can still reach them through it, so nothing relies on this list alone:
 * connections go nowhere anyway, and `CHILD_MAIN` bounds how often a program can call itself.
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
 * What a loader loads.
 *
 * @throws `RangeError` for a module whose name does not end in `.js` or is taken, and when all sources have more than `maxBytes` together.
 */
export function childCode(source: string, modules: Modules, maxBytes: number): WorkerLoaderWorkerCode {
  for (const name of Object.keys(modules)) {
    if (!/^[\w./-]+\.js$/.test(name))
      throw new RangeError(`a module's name ends in .js, unlike ${JSON.stringify(name)}`);
    if (name === MAIN || name === PROGRAM) throw new RangeError(`no module can be called ${name}`);
  }
  const encoder = new TextEncoder();
  const bytes = [source, ...Object.values(modules)].reduce((sum, text) => sum + encoder.encode(text).byteLength, 0);
  if (bytes > maxBytes) throw new RangeError(`the source has ${bytes} bytes, more than the ${maxBytes} it may have`);
  return {
    compatibilityDate: "2026-11-01",
    // Of Node.js, only what tells runs apart that are under way in one isolate.
    compatibilityFlags: ["no_nodejs_compat", "no_nodejs_compat_v2", "nodejs_als", "disable_ctx_exports"],
    mainModule: MAIN,
    modules: { ...refusals(), ...modules, [PROGRAM]: source, [MAIN]: CHILD_MAIN },
    env: {},
    globalOutbound: null,
  };
}

function refusals(): Record<string, WorkerLoaderModule> {
  return Object.fromEntries(
    REFUSED.map((name) => [name, { js: `throw new Error("${name} is not to be had in a child isolate");` }]),
  );
}
