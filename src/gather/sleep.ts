// A pause that can be cut short.
import { checkMs } from "./check.ts";

/**
 * Resolves after `delayMs` milliseconds. Like `asyncio.sleep`: 0 or less lets other work take its turn first; `Infinity` waits for the
 * abort. Neither a timer nor a listener is left, whichever way it ends.
 *
 * @throws the reason of `signal`, at once when it aborts; `RangeError` for NaN and for more than 2,147,483,647 ms.
 */
export async function sleep(
  delayMs: number,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<void> {
  checkMs("delayMs", delayMs);
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const timer = delayMs === Infinity ? undefined : setTimeout(wake, Math.max(0, delayMs));
    signal?.addEventListener("abort", abort);

    function wake(): void {
      signal?.removeEventListener("abort", abort);
      resolve();
    }

    function abort(): void {
      if (timer !== undefined) clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      reject(signal?.reason as Error);
    }
  });
}
