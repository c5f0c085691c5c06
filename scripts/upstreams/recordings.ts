// The recorded answers that the local upstreams replay.
import type { RecordedCall, RecordedRequest, Recording } from "../record/recording.ts";
import { matchesRedacted } from "../record/redacted.ts";
import { sameRequest } from "../record/same-request.ts";

/** Finds recorded calls. Of two for the same request the later recording wins. */
export class Recordings {
  readonly #calls: readonly RecordedCall[];

  /** `recordings` are in the order in which they were made. */
  constructor(recordings: readonly Recording[]) {
    this.#calls = recordings.toReversed().flatMap(({ calls }) => calls);
  }

  /** Whether some request to this path is recorded. */
  has(path: string): boolean {
    return this.variableAt(path) !== undefined;
  }

  /** The variable of the upstream that answered this path. */
  variableAt(path: string): string | undefined {
    return this.#calls.find(({ request }) => matchesRedacted(request.path, path))?.variable;
  }

  /** The recorded call that asks the same. */
  find(asked: RecordedRequest): RecordedCall | undefined {
    return this.#calls.find(({ request }) => sameRequest(request, asked));
  }
}
