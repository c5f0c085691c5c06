// Sends the rehearsed request and reads the answer to its end.
import { deliveries, type Delivery } from "./reading.ts";
import type { Asked } from "./observation.ts";
import { readAnswer } from "./read-answer.ts";

/** The request that a rehearsal repeats. */
export interface RehearsedRequest {
  readonly method: string;
  /** The path, with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Asks the Worker at `origin` once, for one delivery. */
export type Asker = (origin: string, delivery: Delivery) => Promise<Asked>;

/** Returns a function that sends `request`. It gives up after `giveUpMs`: an endpoint may have no deadline. */
export function asker({ method, path, headers, body }: RehearsedRequest, giveUpMs: number): Asker {
  return async function ask(origin, delivery) {
    const startedAt = performance.now();
    const took = (): number => Math.round(performance.now() - startedAt);
    const accept = { Accept: deliveries[delivery] };
    const sent = { method, headers: { ...accept, ...headers }, ...(body !== undefined && { body }) };
    try {
      const signal = AbortSignal.timeout(giveUpMs);
      const reading = await readAnswer(await fetch(origin + path, { ...sent, signal }));
      if (signal.aborted) return { reading: undefined, ms: took(), error: `no end after ${giveUpMs} ms` };
      return { reading, ms: took() };
    } catch (error) {
      const isOver = error instanceof DOMException && error.name === "TimeoutError";
      return { reading: undefined, ms: took(), error: isOver ? `no answer after ${giveUpMs} ms` : reasonOf(error) };
    }
  };
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return `the connection broke: ${cause instanceof Error ? cause.message : String(cause)}`;
}
