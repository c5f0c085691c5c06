// From a job that was opened to one that runs: its requests go into the ledger, or nothing of it stays.
import type { JobBindings } from "./bindings.ts";
import type { Opening } from "./open-job.ts";
import type { NewRequest } from "./pack-chunks.ts";
import { Upload } from "./upload.ts";

/** Requests of a job. */
export const MAX_REQUESTS = 1_000_000;

/** The content of a job. */
export interface Filling {
  readonly requests: AsyncIterable<NewRequest> | Iterable<NewRequest>;
  /** The digest of the upload, once all requests have been read. */
  readonly digest: () => Promise<string>;
  /** Requests of a chunk, at most. */
  readonly chunkRequests: number;
}

/**
 * Puts the requests of `filling` into a job that was opened, and lets it run.
 *
 * @throws what reading them throws, after the job was deleted; `UploadGivenUpError`.
 */
export async function fillJob(
  bindings: JobBindings,
  opening: Opening,
  { requests, digest, chunkRequests }: Filling,
): Promise<void> {
  const upload = new Upload(bindings, opening, chunkRequests);
  try {
    for await (const request of requests) await upload.add(request);
    await upload.seal(await digest());
  } catch (error) {
    await upload.abandon();
    throw error;
  }
}
