// The lines of an answer as they come.
import { StreamReader } from "../../streams/stream-reader.ts";

/** Bytes that a line may have: a result holds a whole body, escaped. */
const MAX_LINE_BYTES = 8_388_608;

/**
 * Goes through the lines of `response`, without their ends. Leaving the loop cancels what is left.
 *
 * @throws what reading rejects with; `LimitOverrunError` for a line over 8 MiB.
 */
export async function* readLines(response: Response): AsyncGenerator<string, void, undefined> {
  if (response.body === null) return;
  const reader = new StreamReader(response.body, { limit: MAX_LINE_BYTES });
  const decoder = new TextDecoder();
  try {
    for await (const line of reader) yield decoder.decode(line).replace(/\r?\n$/, "");
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
