// What is deployed: how large it is, and how long workerd takes from its text to a Worker that can answer.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { takeTurns } from "../tools/take-turns.ts";
import type { Section } from "../tools/section.ts";
import { median } from "../tools/statistics.ts";

/** The built Worker's code in a fresh isolate, less what a fresh isolate with nothing in it takes. */
export const size: Section = {
  title: "Bundle and start-up",
  async measure({ origins, bundles, effort }) {
    async function start(what: "built" | "empty"): Promise<number> {
      const startedAt = performance.now();
      const said = await (await fetch(`${origins["fresh-isolate"]}/${what}`)).text();
      if (said !== "function") throw new Error(`the ${what} Worker did not start: ${said}`);
      return performance.now() - startedAt;
    }
    const { startMs } = await takeTurns(effort.rounds, {
      async startMs() {
        const { built, empty } = await takeTurns(5, { built: () => start("built"), empty: () => start("empty") });
        return median(built) - median(empty);
      },
    });
    const gzipped = gzipSync(readFileSync(bundles.built)).byteLength / 1000;
    return {
      rows: [
        { what: "bundle, gzip", samples: [gzipped], unit: "kB", bound: { atMost: 150 } },
        { what: "start-up, less an empty Worker's", samples: startMs, unit: "ms", bound: { atMost: 30 } },
      ],
    };
  },
};
