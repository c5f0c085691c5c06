// Maps a place in a minified bundle to its source file.
import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { bundlePath, type WorkerName } from "../tools/build-workers.ts";
import type { Frame } from "./take-profile.ts";

/** Returns a function that finds the source file of a frame; `undefined` for a function of the runtime. */
export function sourceOf(worker: WorkerName): (frame: Frame) => string | undefined {
  const map = new SourceMap(JSON.parse(readFileSync(`${bundlePath(worker)}.map`, "utf8")) as never);
  return function named({ url, lineNumber, columnNumber }) {
    if (url === "") return undefined;
    const entry = map.findEntry(lineNumber, columnNumber);
    return "originalSource" in entry ? entry.originalSource.replace(/^(\.\.\/)+/, "") : "the bundle";
  };
}
