// The module that every child isolate begins with. It gives the program its pipes, and sends what the program does as frames. A string, because
// it runs in the child and is no part of this Worker.
import {
  ARGV_HEADER,
  CANNOT_LOAD,
  MAX_FRAME_BYTES,
  MAX_RUNS_AT_ONCE,
  RUN_COUNTS_MS,
  TOO_MANY_RUNS,
} from "./child-wire.ts";
import { PIPES } from "./child-pipes.ts";
import { TOLD } from "./told.ts";

/**
 * The module's source. What it needs of the platform it takes before the program is loaded, so that a program that changes globals harms itself
 * alone. Nothing here guards the parent, who takes each byte for the program's own.
 */
export const CHILD_MAIN = `
import { AsyncLocalStorage } from "node:async_hooks";
import { getBuiltinModule } from "node:process";

const { Error, IdentityTransformStream, Object, Promise, Response, Uint8Array, setTimeout } = globalThis;
const { abort, close, write } = WritableStreamDefaultWriter.prototype;
const { apply } = Reflect;
const { isInteger } = Number;
const { parse, stringify } = JSON;
const { isView } = ArrayBuffer;
const { min } = Math;
const { now } = Date;
const encoder = new TextEncoder();
const { abortIsolate } = getBuiltinModule("cloudflare:workers") ?? {};
const runs = new AsyncLocalStorage();
const LEFT = Symbol("the program has ended");
// A module that is being loaded belongs to no run yet, and may not write: the run that loads it does so afterwards.
let loaded = false;
let early = "";
let refused = 0;
const begunAt = new Array(${MAX_RUNS_AT_ONCE}).fill(-Infinity);

Object.defineProperty(globalThis, "caches", { value: undefined });

for (const name of Object.getOwnPropertyNames(console)) {
  if (typeof console[name] !== "function") continue;
  const isPrinted = /^(debug|dir|error|info|log|table|trace|warn)$/.test(name);
  console[name] = (...values) => {
    if (!isPrinted) return;
    const line = values.map(shown).join(" ") + "\\n";
    if (loaded) runs.getStore()?.print(line);
    else if (early.length < ${MAX_FRAME_BYTES}) early += line;
  };
}

function shown(value) {
  if (typeof value === "string") return value;
  if (value instanceof Error) return told(value);
  try {
    return stringify(value) ?? String(value);
  } catch {
    return told(value);
  }
}

${TOLD}
${PIPES}
function printEarly(run) {
  const text = early;
  early = "";
  if (text !== "") run.print(text);
}

async function live(run, argv) {
  let main;
  try {
    ({ default: main } = await import("program.js"));
    loaded = true;
    if (typeof main !== "function") throw new TypeError("its default export is not a function");
    printEarly(run);
  } catch (error) {
    printEarly(run);
    return run.end(${CANNOT_LOAD}, told(error));
  }
  let place = 0;
  while (now() - begunAt[place] < ${RUN_COUNTS_MS}) place++;
  if (place === begunAt.length) {
    // Callers that come too often are told so; a program that calls itself without end does not listen.
    if (++refused > ${MAX_RUNS_AT_ONCE}) abortIsolate?.("more than ${MAX_RUNS_AT_ONCE} runs at once");
    return run.end(${TOO_MANY_RUNS}, "more than ${MAX_RUNS_AT_ONCE} runs at once");
  }
  refused = 0;
  begunAt[place] = now();
  // Runs that call runs would otherwise keep the runtime too busy to look at its clocks, the parent's among them.
  if (place > 0) await new Promise((resolve) => setTimeout(resolve, 1));
  try {
    const code = await main({ argv, ...run.pipes });
    run.end(isInteger(code) ? code : 0);
  } catch (error) {
    run.print(told(error) + "\\n");
    run.end(1, told(error));
  } finally {
    begunAt[place] = -Infinity;
  }
}

export default {
  fetch(request) {
    const { readable, writable } = new IdentityTransformStream();
    const writer = writable.getWriter();
    const run = begin(request, writer);
    const argv = parse(decodeURIComponent(request.headers.get("${ARGV_HEADER}")));
    runs.run(run, live, run, argv).catch((error) => apply(abort, writer, [error]));
    return new Response(readable);
  },
};
`;
