// Collects unhandled rejections, so that a test can say there was none. Vitest's own listeners stand aside meanwhile.
import { turn } from "./turn.ts";

interface RejectionEvents {
  listeners(event: "unhandledRejection"): ((reason: unknown) => void)[];
  on(event: "unhandledRejection", listener: (reason: unknown) => void): void;
  removeAllListeners(event: "unhandledRejection"): void;
}

/** Runs `body` and two turns of the event loop; resolves to the reasons of the rejections that nobody handled. */
export async function unhandledDuring(body: () => Promise<void>): Promise<unknown[]> {
  const { process } = globalThis as unknown as { process: RejectionEvents };
  const others = process.listeners("unhandledRejection");
  const reasons: unknown[] = [];
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", (reason) => reasons.push(reason));
  try {
    await body();
    await turn();
    await turn();
  } finally {
    process.removeAllListeners("unhandledRejection");
    for (const other of others) process.on("unhandledRejection", other);
  }
  return reasons;
}
