// A job in the hands of code.
import type { JobBindings } from "./bindings.ts";
import { jobNameOf } from "./job-id.ts";
import type { JobStatus, Watched } from "./job-status.ts";
import { type Reader, readResults } from "./read-results.ts";

/** Questions of one page. They are subrequests, of which the free plan has fifty. */
const MAX_QUESTIONS = 40;

/** One job, by its id. */
export class JobHandle {
  readonly id: string;
  readonly #bindings: JobBindings;
  readonly #reader: Reader;

  constructor(bindings: JobBindings, { id, owner }: Reader) {
    this.id = id;
    this.#bindings = bindings;
    this.#reader = { id, owner };
  }

  /** Returns the status. @throws `Error` if the job was deleted. */
  async status(): Promise<JobStatus> {
    return this.#there(await this.#job().watch(this.id, this.#reader.owner)).status;
  }

  /** Cancels the job and returns its status. It ends within seconds. @throws `Error` if the job was deleted. */
  async cancel(): Promise<JobStatus> {
    return this.#there(await this.#job().cancel(this.id, this.#reader.owner)).status;
  }

  /** A page of results in NDJSON: about `limit` lines after `cursor`, and last `{ next, end }`. */
  results(cursor = 0, limit = 1_000): AsyncGenerator<string> {
    return readResults(this.#bindings, this.#reader, { cursor, limit, questions: MAX_QUESTIONS });
  }

  #job() {
    return this.#bindings.JOB.getByName(jobNameOf(this.id) ?? "");
  }

  #there(watched: Watched | undefined): Watched {
    if (watched === undefined) throw new Error(`there is no job ${this.id}`);
    return watched;
  }
}
