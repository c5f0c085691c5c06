// A server in a process of its own: it prints its origin when it listens.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** Milliseconds that a server may take to listen. */
const LISTENS_WITHIN_MS = 20_000;

/** A server, running. */
export interface Server {
  /** Where it answers, without a trailing slash. */
  readonly origin: string;
  /** Ends it; resolves when it is gone. */
  readonly stop: () => Promise<void>;
}

/** Starts `command` and resolves once it has printed its origin. @throws `Error` when it ends, or takes 20 s, before that. */
export async function startServer(command: string, args: readonly string[]): Promise<Server> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  const gone = once(child, "exit");
  const lines = createInterface({ input: child.stdout });
  const late = AbortSignal.timeout(LISTENS_WITHIN_MS);
  async function stop(): Promise<void> {
    child.kill();
    await gone;
  }
  try {
    const ended = gone.then(([code]) => Promise.reject(new Error(`it ended with ${String(code)}`)));
    const [origin] = (await Promise.race([once(lines, "line", { signal: late }), ended])) as [string];
    return { origin, stop };
  } catch (cause) {
    if (child.exitCode === null && child.signalCode === null) await stop();
    throw new Error(`${[command, ...args].join(" ")} does not listen`, { cause });
  }
}
