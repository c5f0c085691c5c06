// The bundle: its size, and the time that workerd takes to turn its text into a Worker that can answer.
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { gzipSync } from "node:zlib";
import { readConfig } from "../../read-config.ts";
import { OUT } from "../tools/build-workers.ts";
import { takeTurns } from "../tools/take-turns.ts";
import type { Section } from "../tools/section.ts";
import { builtPath } from "../tools/stage.ts";
import { median } from "../tools/statistics.ts";

/** The built Worker's code in a fresh isolate, less the time of a fresh isolate with nothing in it. */
export const size: Section = {
  name: "size",
  title: "Bundle and start-up",
  async measure({ serve, lean, effort }) {
    const { origin } = await serve("fresh-isolate", lean, {
      bindings: { COMPATIBILITY_DATE: readConfig().compatibility_date },
      files: { BUILT: relative(OUT, builtPath()) },
      loads: true,
    });
    async function start(what: "built" | "empty"): Promise<number> {
      const startedAt = performance.now();
      const text = await (await fetch(`${origin}/${what}`)).text();
      if (text !== "function") throw new Error(`the ${what} Worker did not start: ${text}`);
      return performance.now() - startedAt;
    }
    const { startMs } = await takeTurns(Math.ceil(effort.rounds / 2), {
      async startMs() {
        const { built, empty } = await takeTurns(5, { built: () => start("built"), empty: () => start("empty") });
        return median(built) - median(empty);
      },
    });
    const gzipped = gzipSync(readFileSync(builtPath())).byteLength / 1000;
    return {
      rows: [
        { what: "bundle, gzip", samples: [gzipped], unit: "kB", bound: { atMost: 100 } },
        { what: "start-up, less an empty Worker's", samples: startMs, unit: "ms", bound: { atMost: 30 } },
      ],
    };
  },
};
