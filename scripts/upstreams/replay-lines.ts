// Replays a stream: each line at its time.
import type { RecordedCall } from "../record/recording.ts";
import type { Exchange } from "./exchange.ts";
import { pause } from "./pause.ts";
import type { Visit } from "./visit.ts";
import { writeChunks } from "./write-chunks.ts";

/** A line of a recorded stream; its time counts from the headers. */
interface Line {
  readonly atMs: number;
  readonly text: string;
}

/** Answers with `lines`, and ends when the recorded answer did. Resolves as soon as the client leaves. */
export async function replayLines(
  { response }: Exchange,
  { status, timing }: RecordedCall,
  lines: readonly Line[],
  visit: Visit,
): Promise<void> {
  if (!(await pause(timing.headersMs, response))) return;
  visit.sendHeaders();
  response.writeHead(status);
  response.flushHeaders();
  let sentMs = 0;
  for (const { atMs, text } of lines) {
    if (!(await pause(atMs - sentMs, response))) return;
    if (!(await writeChunks(response, [Buffer.from(text)]))) return;
    sentMs = Math.max(sentMs, atMs);
  }
  if (await pause(timing.bodyMs - sentMs, response)) response.end();
}
