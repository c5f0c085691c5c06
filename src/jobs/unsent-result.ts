// The result of a request that no consumer reported on.
import type { ChunkLine } from "./chunk-line.ts";
import type { Ending } from "./job-status.ts";
import { resultLine } from "./result-line.ts";
import type { Settled } from "./settle.ts";

/** The result of a request that was handed out and never reported on. */
export function lostResult(line: ChunkLine): Settled {
  const message = "it may or may not have been sent: what handled it did not report back";
  return resultLine(line, { outcome: "lost", message });
}

/** The result of a request that was not sent because its job ended before. */
export function endedResult(line: ChunkLine, ending: Ending): Settled {
  if (ending === "timedOut")
    return resultLine(line, { outcome: "not_attempted", message: "it was not sent: the job's deadline passed" });
  const why = ending === "failed" ? "the job had too many failures" : "the job was cancelled";
  return resultLine(line, { outcome: "cancelled", message: `it was not sent: ${why}` });
}
