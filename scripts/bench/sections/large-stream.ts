// A hundred megabytes as a stream: read chunk by chunk in the Worker, and handed on to the client.
import { Pool } from "undici";
import { cpuTimeMs } from "../tools/cpu-time.ts";
import type { Row } from "../tools/row.ts";
import type { Section } from "../tools/section.ts";
import type { Server } from "../tools/start-server.ts";
import { ratios, takeTurns } from "../tools/take-turns.ts";

/** Bytes of the stream: `servers/large-upstream.ts` has the same number. */
const STREAM_BYTES = 100_000_000;

const paths = { "/read": "read in the Worker", "/passed": "handed on to the client" } as const;

interface Streamed {
  readonly perSecond: number;
  readonly cpuMs: number;
}

/** Megabytes a second and CPU time of one stream at a time. */
export const largeStream: Section = {
  name: "stream",
  title: "100 MB streamed",
  async measure({ start, serve, effort }) {
    const { origin } = await start(["scripts/bench/servers/large-upstream.ts"]);
    const ours = await serve("ours", origin);
    const bare = await serve("plain-stream", origin);
    const rows: Row[] = [];
    for (const [path, how] of Object.entries(paths)) {
      const turns = { ours: () => streamed(ours, path), bare: () => streamed(bare, path) };
      const fault = await takeTurns(1, turns).then(() => undefined, String); // Warms up, too.
      const taken =
        fault === undefined
          ? await takeTurns<keyof typeof turns, Streamed>(effort.longRounds * 2, turns)
          : { ours: [], bare: [] };
      rows.push(...rowsOf(how, taken.ours, taken.bare, fault));
    }
    return { rows };
  },
};

function rowsOf(how: string, ours: readonly Streamed[], bare: readonly Streamed[], fault: string | undefined): Row[] {
  const cpu = (all: readonly Streamed[]) => all.map(({ cpuMs }) => cpuMs).filter(Number.isFinite);
  const speed = (all: readonly Streamed[]) => all.map(({ perSecond }) => perSecond);
  return [
    {
      what: `CPU time, scope.fetch ÷ bare Worker, ${how}`,
      samples: ratios(cpu(ours), cpu(bare)),
      ...(fault !== undefined && { note: fault }),
    },
    { what: `scope.fetch, ${how}`, samples: cpu(ours), unit: "ms CPU" },
    { what: `bare Worker, ${how}`, samples: cpu(bare), unit: "ms CPU" },
    { what: `scope.fetch, ${how}`, samples: speed(ours), unit: "MB/s" },
    { what: `bare Worker, ${how}`, samples: speed(bare), unit: "MB/s" },
  ];
}

/** Reads one stream to its end. @throws `Error` if it is not whole. */
async function streamed({ origin, pid }: Server, path: string): Promise<Streamed> {
  const pool = new Pool(origin, { connections: 1, headersTimeout: 10_000 });
  const before = cpuTimeMs(pid) ?? NaN;
  const startedAt = performance.now();
  try {
    const { body } = await pool.request({ method: "GET", path });
    let bytes = 0;
    let counted = "";
    for await (const chunk of body) {
      bytes += chunk.byteLength;
      if (bytes < 20) counted += Buffer.from(chunk).toString();
    }
    if (Math.max(bytes, Number(counted)) !== STREAM_BYTES) throw new Error(`the stream ended after ${bytes} bytes`);
  } finally {
    await pool.destroy();
  }
  const seconds = (performance.now() - startedAt) / 1000;
  return { perSecond: STREAM_BYTES / 1e6 / seconds, cpuMs: (cpuTimeMs(pid) ?? NaN) - before };
}
