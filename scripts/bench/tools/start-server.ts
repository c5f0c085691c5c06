// A server in a new process. It prints its origin when it listens.
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { spawnKept } from "./spawn-kept.ts";

/** Milliseconds that a server may take to listen. */
const LISTENS_WITHIN_MS = 20_000;

/** A server, running. */
export interface Server {
  /** Its origin, without a trailing slash. */
  readonly origin: string;
  /** Its process, whose CPU time is measured; `NaN` for a server inside the bench. */
  readonly pid: number;
  /** Ends it; resolves when it is gone. */
  readonly stop: () => Promise<void>;
}

/** Starts `command` and resolves once it has printed its origin. @throws `Error` if it does not within 20 s. */
export async function startServer(command: string, args: readonly string[]): Promise<Server> {
  const { child, gone, stop } = spawnKept(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout as Readable });
  const late = AbortSignal.timeout(LISTENS_WITHIN_MS);
  try {
    const ended = gone.then(([code]) => Promise.reject(new Error(`it ended with ${String(code)}`)));
    const [origin] = (await Promise.race([once(lines, "line", { signal: late }), ended])) as [string];
    return { origin, pid: child.pid ?? NaN, stop };
  } catch (cause) {
    await stop();
    throw new Error(`${[command, ...args].join(" ")} does not listen`, { cause });
  }
}
