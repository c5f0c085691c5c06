// A Worker that does nothing but run coroutines: its `fetch` handler is `asyncio.run`.
import { gather, sleep } from "../../src/gather/index.ts";

/** What became of coroutines that slept. */
export interface Slept {
  /** How many slept at the same time, at most. */
  readonly atOnce: number;
  readonly woke: number;
  /** The name of the error that one of them met. */
  readonly refused?: string;
}

/** A sleep that has a timer of the platform's to itself. */
const alone = (delayMs: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, delayMs));

/** `GET /sleep?coroutines=n`: so many sleep for as long as it takes them all to have begun. `&alone`: on a timer each. */
async function main(params: URLSearchParams): Promise<Slept> {
  const pause = params.has("alone") ? alone : sleep;
  let asleep = 0;
  let atOnce = 0;
  let woke = 0;
  const coroutine = async ({ signal }: { signal: AbortSignal }): Promise<void> => {
    atOnce = Math.max(atOnce, ++asleep);
    await pause(10, { signal });
    asleep--;
    woke++;
  };
  try {
    await gather(Array.from({ length: Number(params.get("coroutines")) }, () => coroutine));
    return { atOnce, woke };
  } catch (error) {
    return { atOnce, woke, refused: error instanceof Error ? error.name : String(error) };
  }
}

export default {
  fetch: async (request: Request): Promise<Response> => Response.json(await main(new URL(request.url).searchParams)),
};
