// Load over keep-alive connections, every answer compared byte for byte: nobody gets faster by leaving something out.
import autocannon from "autocannon";

/** What is asked for, and how hard. */
export interface Load {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  /** The body that every answer must have, where it is the same each time. */
  readonly expected?: string;
  /** Sent as JSON, by POST. */
  readonly body?: object;
}

/** What came of it. */
export interface Served {
  readonly answers: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Asks for as long as it is told to. @throws `Error` when any answer was an error, late or not the expected one. */
export async function load({ url, connections, seconds, expected, body }: Load): Promise<Served> {
  const asked = {
    url,
    connections,
    duration: seconds,
    ...(expected !== undefined && { expectBody: expected }),
    ...(body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
  };
  const { requests, duration, latency, errors, timeouts, non2xx, mismatches } = await autocannon(asked);
  const wrong = { errors, timeouts, non2xx, mismatches };
  if (requests.total === 0 || Object.values(wrong).some((count) => count > 0)) {
    throw new Error(`${url}: of ${requests.total} answers not all were right: ${JSON.stringify(wrong)}`);
  }
  return { answers: requests.total, perSecond: requests.total / duration, p50Ms: latency.p50, p99Ms: latency.p99 };
}
