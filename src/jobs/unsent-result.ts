// The result of a request that no consumer reported on.
import type { ChunkLine } from "./chunk-line.ts";
import type { Settled } from "./settle.ts";
import type { Ending } from "./shard-schema.ts";

/** Why a request has no answer, by its outcome. */
const messages = {
  lost: "it may or may not have been sent: what handled it did not report back",
  cancelled: "it was not sent: the job was cancelled",
  not_attempted: "it was not sent: the job's deadline passed",
  failed: "it was not sent: the job had too many failures",
} as const;

/** The result of a request that was handed out and never reported on. */
export function lostResult(line: ChunkLine): Settled {
  return resultOf(line, "lost", messages.lost);
}

/** The result of a request that was not sent because its job ended before. */
export function endedResult(line: ChunkLine, ending: Ending): Settled {
  if (ending === "timedOut") return resultOf(line, "not_attempted", messages.not_attempted);
  return resultOf(line, "cancelled", ending === "failed" ? messages.failed : messages.cancelled);
}

function resultOf({ index, json }: ChunkLine, outcome: string, message: string): Settled {
  const { key } = JSON.parse(json) as { key?: string };
  return { index, outcome, line: JSON.stringify({ index, key, outcome, message }) };
}
