// A body of one megabyte: read, parsed and held to a schema by us, and by `response.json()` and the same schema.
import { quietMean } from "../tools/statistics.ts";
import { comparison } from "../tools/comparison.ts";
import { measureServers } from "../tools/measure-servers.ts";
import type { Section } from "../tools/section.ts";

/** A body takes milliseconds: a turn needs fewer of them, and few at a time. */
const CONNECTIONS = 2;
const SHARE = 0.2;

/** CPU time a request, ours ÷ theirs. */
export const largeJson: Section = {
  name: "json",
  title: "JSON of 1 MB, held to a schema",
  async measure({ start, serve, effort }) {
    const { origin } = await start(["scripts/bench/servers/large-upstream.ts"]);
    const servers = {
      declared: { server: await serve("ours", origin), path: "/json" },
      plain: { server: await serve("plain-json", origin), path: "/json" },
    };
    const { rounds, requests, warmUp } = effort;
    const fewer = { rounds: rounds / 2, requests: 2 * requests * SHARE, warmUp: warmUp * SHARE };
    const { declared, plain } = await measureServers(servers, fewer, CONNECTIONS);
    const what = "CPU time, declared upstream ÷ response.json() and zod";
    return {
      rows: [
        { what, ...comparison(declared.cpuMs, plain.cpuMs, quietMean), bound: { atMost: 1.25 } },
        { what: "declared upstream", samples: declared.cpuMs, unit: "ms CPU a request" },
        { what: "response.json() and zod", samples: plain.cpuMs, unit: "ms CPU a request" },
      ],
    };
  },
};
