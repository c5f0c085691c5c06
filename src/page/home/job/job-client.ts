// The page's requests for a job: upload, follow, cancel.
import { sleep } from "../../../gather/index.ts";
import { EventParser } from "../../../streams/event-parser.ts";
import { readLines } from "../../../streams/read-lines.ts";
import { type Fault, faultOf } from "../fault.ts";
import { parsed } from "../json.ts";
import type { PageRequest } from "../planned-run.ts";
import { initOf } from "../run-lane.ts";
import { type JobReport, jobReportOf } from "./job-report.ts";

/** Milliseconds before a stream that has ended or broken is opened again. */
const AGAIN_MS = 1_000;

/** The error of a request that the Worker refused. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
  readonly fault: Fault;
  readonly status: number;

  constructor(fault: Fault, status: number) {
    super(fault.title);
    this.fault = fault;
    this.status = status;
  }
}

/** A report, with the id of its event. */
export interface Heard {
  readonly report: JobReport;
  readonly eventId: string;
}

interface FollowOptions {
  readonly key: string;
  /** The id of the last event. Empty at first. */
  readonly eventId: string;
  readonly signal: AbortSignal;
  /** Called with each line. */
  readonly onText: (line: string) => void;
  /** Called when the stream breaks. Then it is opened again. */
  readonly onLost: () => void;
}

/** Uploads a job. @throws {RefusedError} from the Worker, {TypeError} from the network, or the reason of `signal`. */
export function postJob(request: PageRequest, key: string, signal: AbortSignal): Promise<JobReport> {
  return askForJob(request, key, signal);
}

/** Cancels a job. It ends within seconds. @throws as `postJob`. */
export function cancelJob(id: string, key: string): Promise<JobReport> {
  return askForJob({ method: "POST", path: `/jobs/${id}/cancel`, headers: {}, keyed: true }, key);
}

/**
 * Yields the reports of job `id` until it has ended. A stream that breaks is opened again after the last event.
 *
 * @throws {RefusedError} if the Worker refuses.
 * @throws The reason of `signal`.
 */
export async function* followJob(id: string, options: FollowOptions): AsyncGenerator<Heard, void> {
  const { key, signal, onText, onLost } = options;
  let { eventId } = options;
  for (;;) {
    try {
      const headers = { Accept: "text/event-stream", ...(eventId !== "" && { "Last-Event-ID": eventId }) };
      const request: PageRequest = { method: "GET", path: `/jobs/${id}/events`, headers, keyed: true };
      const response = await fetch(request.path, { ...initOf(request, key), signal });
      if (response.status === 204) {
        // The last event was already seen: the job has ended, and its document has the result.
        yield { report: await askForJob({ ...request, path: `/jobs/${id}` }, key, signal), eventId };
        return;
      }
      // The Worker may be restarting, or a proxy or a rate limit refuses. The next try may succeed.
      if (response.status >= 500 || response.status === 429) throw new Error(`events answered ${response.status}`);
      if (!response.ok) throw await refusalOf(response);
      const parser = new EventParser();
      for await (const line of readLines(response.body, { signal })) {
        onText(line);
        const event = parser.take(line);
        const report = event === undefined ? undefined : jobReportOf(parsed(event.data));
        if (event === undefined || report === undefined) continue;
        eventId = event.id;
        yield { report, eventId };
        if (event.type === "end") return;
      }
    } catch (error) {
      if (signal.aborted || error instanceof RefusedError) throw error;
      onLost();
    }
    await sleep(AGAIN_MS, { signal });
  }
}

async function askForJob(request: PageRequest, key: string, signal: AbortSignal | null = null): Promise<JobReport> {
  const response = await fetch(request.path, { ...initOf(request, key), signal });
  const copy = response.clone();
  const report = response.ok ? jobReportOf(parsed(await response.text())) : undefined;
  if (report === undefined) throw await refusalOf(copy);
  return report;
}

async function refusalOf(response: Response): Promise<RefusedError> {
  const { text: _text, ...fault } = await faultOf(response);
  return new RefusedError(fault, response.status);
}
