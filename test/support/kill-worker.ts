// Kills a Worker's runtime the hard way. Miniflare starts another one, on the same port and with what was stored.
import { ownRuntimes } from "../../scripts/own-runtimes.ts";

/** Starts a Worker by `start`. The function that comes with it kills its runtime with SIGKILL. */
export async function killable<T>(
  start: () => Promise<T>,
): Promise<{ readonly started: T; readonly kill: () => void }> {
  const others = new Set(ownRuntimes());
  const started = await start();
  const kill = (): void => {
    for (const pid of ownRuntimes()) if (!others.has(pid)) process.kill(pid, "SIGKILL");
  };
  return { started, kill };
}
