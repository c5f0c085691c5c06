// A real Redis, where the system has one.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { freePort } from "../../scripts/free-port.ts";

/** Redis, running, with nothing on disk. */
export interface Redis {
  /** `tcp://127.0.0.1:port`. */
  readonly address: string;
  readonly close: () => Promise<void>;
}

/** Starts `redis-server` on loopback; resolves to `undefined` where there is none on the PATH. @throws `Error` with what it printed when it ends. */
export async function startRedis(): Promise<Redis | undefined> {
  const port = await freePort(0);
  const settings = { port, bind: "127.0.0.1", save: "", appendonly: "no", daemonize: "no" };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn("redis-server", args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "close").catch(() => undefined);
  const end = (): void => void child.kill();
  try {
    await once(child, "spawn");
  } catch {
    return undefined;
  }
  process.on("exit", end);
  let printed = "";
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    printed += `${line}\n`;
    if (!line.includes("Ready to accept connections")) continue;
    child.stdout.resume();
    return {
      address: `tcp://127.0.0.1:${port}`,
      async close() {
        process.off("exit", end);
        end();
        await ended;
      },
    };
  }
  throw new Error(`redis-server ended:\n${printed}`);
}
