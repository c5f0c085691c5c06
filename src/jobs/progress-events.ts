// A job's progress as server-sent events. The Worker asks the job: an object that pushed would have to stay in
// memory, and be paid for.
import { sleep } from "../gather/index.ts";
import { sseComment, sseEvent } from "../streams/sse.ts";
import { hasEnded, type JobStatus, type Watched } from "./job-status.ts";

/** Milliseconds between two questions. Each ends with something written, so that a client that leaves is noticed. */
const EVERY_MS = 500;

/** Questions of one stream, five minutes. An EventSource comes back, and goes on from its last event. */
const MAX_QUESTIONS = 600;

/** The options of a stream of events. */
interface EventOptions {
  /** Makes the data of an event. */
  readonly document: (status: JobStatus) => unknown;
  /** Questions that the stream may ask: each is a subrequest. */
  readonly questions: number;
}

/** The id of the event that says that the job has ended. */
export function endIdOf({ seq }: Watched): number {
  return seq + 1;
}

/**
 * Yields an event `progress` at once and whenever the job has changed, its id the log's number, and `end` when it has
 * ended. `watch` asks for the job again, and resolves to `undefined` where it is deleted.
 */
export async function* progressEvents(
  first: Watched,
  watch: () => Promise<Watched | undefined>,
  { document, questions }: EventOptions,
): AsyncGenerator<string> {
  let watched: Watched | undefined = first;
  let shown = "";
  for (let asked = 0; watched !== undefined && asked < Math.min(questions, MAX_QUESTIONS); asked++) {
    const { seq, status }: Watched = watched;
    const event = sseEvent("progress", seq, document(status));
    yield event === shown ? sseComment("alive") : event;
    shown = event;
    if (hasEnded(status.state)) {
      yield sseEvent("end", endIdOf(watched), document(status));
      return;
    }
    await sleep(EVERY_MS);
    watched = await watch();
  }
}
