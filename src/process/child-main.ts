// The module that every child isolate begins with. It gives the program its pipes, and sends what the program does as frames. A string, because
// it runs in the child and is no part of this Worker.
import {
  ARGV_HEADER,
  CANNOT_LOAD,
  EXIT_FRAME,
  MAX_FRAME_BYTES,
  MAX_STDERR_HEADER,
  STDERR,
  STDOUT,
} from "./child-wire.ts";
import { TOLD } from "./told.ts";

/**
 * The module's source. What it needs of the platform it takes before the program is loaded, so that a program that changes globals harms itself
 * alone. Nothing here guards the parent, who takes each byte for the program's own.
 */
export const CHILD_MAIN = `
import { AsyncLocalStorage } from "node:async_hooks";

const { Error, IdentityTransformStream, Object, Promise, Response, Uint8Array } = globalThis;
const { isInteger } = Number;
const { stringify } = JSON;
const { isView } = ArrayBuffer;
const { min } = Math;
const encoder = new TextEncoder();
const runs = new AsyncLocalStorage();
const LEFT = Symbol("the program has ended");
// A module that is being loaded belongs to no run yet, and may not write: the run that loads it does so afterwards.
let loaded = false;
let early = "";

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
function begin(request, writer) {
  let ended = false;
  let errorBytes = Number(request.headers.get("${MAX_STDERR_HEADER}"));

  function send(fd, bytes) {
    let sent = Promise.resolve();
    for (let at = 0; at < bytes.length; at += ${MAX_FRAME_BYTES}) {
      const length = min(${MAX_FRAME_BYTES}, bytes.length - at);
      const frame = new Uint8Array(5 + length);
      frame[0] = fd;
      frame[1] = length >>> 24;
      frame[2] = length >>> 16;
      frame[3] = length >>> 8;
      frame[4] = length;
      frame.set(bytes.subarray(at, at + length), 5);
      sent = writer.write(frame);
      sent.catch(() => {});
    }
    return sent;
  }

  function bytesOf(data) {
    if (typeof data === "string") return encoder.encode(data);
    if (!isView(data)) throw new TypeError("a pipe takes a string or bytes, not " + typeof data);
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  }

  async function print(data) {
    const bytes = bytesOf(data).subarray(0, errorBytes);
    errorBytes -= bytes.length;
    if (!ended) await send(${STDERR}, bytes);
  }

  function end(code, message = "") {
    if (ended) return;
    ended = true;
    const words = encoder.encode(String(message).slice(0, 1000));
    const last = new Uint8Array(1 + words.length);
    last[0] = code;
    last.set(words, 1);
    send(${EXIT_FRAME}, last);
    writer.close().catch(() => {});
  }

  const stdout = { write: async (data) => void (ended || (await send(${STDOUT}, bytesOf(data)))) };
  function exit(code = 0, message = "") {
    end(code, message);
    throw LEFT;
  }
  return { print, end, pipes: { stdin: request.body, stdout, stderr: { write: print }, exit } };
}

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
  try {
    const code = await main({ argv, ...run.pipes });
    run.end(isInteger(code) ? code : 0);
  } catch (error) {
    run.print(told(error) + "\\n");
    run.end(1, told(error));
  }
}

export default {
  fetch(request) {
    const { readable, writable } = new IdentityTransformStream();
    const run = begin(request, writable.getWriter());
    runs.run(run, live, run, JSON.parse(decodeURIComponent(request.headers.get("${ARGV_HEADER}"))));
    return new Response(readable);
  },
};
`;
