// The first module of every child isolate. It gives the program its pipes, and sends its output as frames. It is a
// string, because it runs in the child and not in this Worker.
import {
  ARGV_HEADER,
  CANNOT_LOAD,
  MAX_FRAME_BYTES,
  MAX_RUNS_AT_ONCE,
  RUN_COUNTS_MS,
  TOO_MANY_RUNS,
} from "./child-wire.ts";
import { PIPES } from "./child-pipes.ts";
import { DESCRIBE_THROWN } from "./describe-thrown.ts";

/**
 * The source of the module. It takes what it needs from the platform before the program is loaded. A program that
 * changes globals then harms only itself. Nothing here protects the parent, which trusts no byte of a child.
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
// A module that is being loaded belongs to no run yet, so it cannot print. Its run prints the text later.
let loaded = false;
let early = "";
let refused = 0;
const startedAt = new Array(${MAX_RUNS_AT_ONCE}).fill(-Infinity);

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
  if (value instanceof Error) return describeThrown(value);
  try {
    return stringify(value) ?? String(value);
  } catch {
    return describeThrown(value);
  }
}

${DESCRIBE_THROWN}
${PIPES}
function printEarly(run) {
  const text = early;
  early = "";
  if (text !== "") run.print(text);
}

async function runProgram(run, argv) {
  let main;
  try {
    ({ default: main } = await import("program.js"));
    loaded = true;
    if (typeof main !== "function") throw new TypeError("its default export is not a function");
    printEarly(run);
  } catch (error) {
    printEarly(run);
    return run.end(${CANNOT_LOAD}, describeThrown(error));
  }
  let place = 0;
  while (now() - startedAt[place] < ${RUN_COUNTS_MS}) place++;
  if (place === startedAt.length) {
    // A caller that comes too often gets an error. A program that calls itself for ever does not read it.
    if (++refused > ${MAX_RUNS_AT_ONCE}) abortIsolate?.("more than ${MAX_RUNS_AT_ONCE} runs at once");
    return run.end(${TOO_MANY_RUNS}, "more than ${MAX_RUNS_AT_ONCE} runs at once");
  }
  refused = 0;
  startedAt[place] = now();
  // Otherwise runs that call runs would keep the runtime too busy to check its timers, and the parent's.
  if (place > 0) await new Promise((resolve) => setTimeout(resolve, 1));
  try {
    const code = await main({ argv, ...run.pipes });
    run.end(isInteger(code) ? code : 0);
  } catch (error) {
    run.print(describeThrown(error) + "\\n");
    run.end(1, describeThrown(error));
  } finally {
    startedAt[place] = -Infinity;
  }
}

export default {
  fetch(request) {
    const { readable, writable } = new IdentityTransformStream();
    const writer = writable.getWriter();
    const run = begin(request, writer);
    const argv = parse(decodeURIComponent(request.headers.get("${ARGV_HEADER}")));
    runs.run(run, runProgram, run, argv).catch((error) => apply(abort, writer, [error]));
    return new Response(readable);
  },
};
`;
