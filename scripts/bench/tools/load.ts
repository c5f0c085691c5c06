// Load over keep-alive connections. It checks every body, so that no server gets faster by leaving something out.
import { Pool } from "undici";
import { percentile } from "./statistics.ts";

/** One turn's results. */
export interface Served {
  readonly seconds: number;
  readonly perSecond: number;
  /** Milliseconds of each request. */
  readonly timesMs: readonly number[];
  readonly p99Ms: number;
}

/** Connections to one server. */
export interface Load {
  /** Sends `requests`, one at a time on each connection. @throws `Error` for a wrong answer. */
  readonly ask: (requests: number) => Promise<Served>;
  readonly close: () => Promise<void>;
}

/** Opens `connections` to the server of `url`. Every answer must be 200, with a body that `accepts` takes. */
export function openLoad(url: string, connections: number, accepts: (body: Buffer) => boolean = () => true): Load {
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, { connections, headersTimeout: 30_000 });

  async function askOnce(): Promise<number> {
    const startedAt = performance.now();
    const { statusCode, body } = await pool.request({ method: "GET", path: pathname + search });
    const bytes = Buffer.from(await body.arrayBuffer());
    const tookMs = performance.now() - startedAt;
    if (statusCode !== 200) throw new Error(`${url} answered ${statusCode}: ${bytes.subarray(0, 500).toString()}`);
    if (!accepts(bytes)) throw new Error(`${url} answered something else`);
    return tookMs;
  }

  async function ask(requests: number): Promise<Served> {
    const timesMs: number[] = [];
    let left = requests;
    async function askOn(): Promise<void> {
      while (left-- > 0) timesMs.push(await askOnce());
    }
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: connections }, askOn));
    const seconds = (performance.now() - startedAt) / 1000;
    return { seconds, perSecond: requests / seconds, timesMs, p99Ms: percentile(timesMs, 0.99) };
  }

  return { ask, close: () => pool.close() };
}
