// Fills the shards of a new job, no faster than they take it.
import type { NewChunk } from "./append.ts";
import { type JobBindings, leaseMsOf } from "./bindings.ts";
import { jobNameOf, shardNameOf } from "./job-id.ts";
import { type Opening, uploadLeaseMs } from "./open-job.ts";
import { ChunkPacker, type NewRequest, type PackedChunk } from "./pack-chunks.ts";

/** Requests of a shard: about 50 MB with their results, of the 10 GB that an object may hold. */
const SHARD_REQUESTS = 100_000;

/** Chunks, and characters of them, that are handed to a shard at once: what the Worker holds besides open chunks. */
const MAX_BATCH_CHUNKS = 100;
const MAX_BATCH_LENGTH = 1_000_000;

/** Requests of a chunk where the subrequests of an invocation allow them. */
const CHUNK_REQUESTS = 100;

/** Thrown where an upload was not heard of for so long that its job was given up. */
export class UploadGivenUpError extends Error {
  override readonly name = "UploadGivenUpError";

  constructor() {
    super("the upload was silent for too long and was given up");
  }
}

/**
 * Requests of a chunk, given the subrequests of a consumer: half of them, so that redirects and reports are paid for.
 */
export function chunkRequestsFor(subrequests: number): number {
  return Math.max(1, Math.min(CHUNK_REQUESTS, Math.floor(subrequests / 2)));
}

/** The upload of one job that has been opened. */
export class Upload {
  readonly #bindings: JobBindings;
  readonly #opening: Opening;
  readonly #packer: ChunkPacker;
  readonly #totals: number[] = [0];
  #batch: NewChunk[] = [];
  #batchLength = 0;
  #nextChunk = 0;
  #renewedAt = Date.now();
  #count = 0;

  constructor(bindings: JobBindings, opening: Opening, maxChunkRequests: number) {
    this.#bindings = bindings;
    this.#opening = opening;
    this.#packer = new ChunkPacker(maxChunkRequests);
  }

  /** Requests added so far. */
  get count(): number {
    return this.#count;
  }

  /** Adds a request; resolves when there is room for the next. @throws `UploadGivenUpError`. */
  async add(request: NewRequest): Promise<void> {
    const full = this.#packer.add(this.#count++, request);
    if (full !== undefined) await this.#take(full);
    if (Date.now() - this.#renewedAt > uploadLeaseMs(leaseMsOf(this.#bindings)) / 3) await this.#renew();
  }

  /** All requests are added: the job runs. @throws `UploadGivenUpError`. */
  async seal(digest: string): Promise<void> {
    for (const chunk of this.#packer.rest()) await this.#take(chunk);
    await this.#flush();
    const { id } = this.#opening;
    if (!(await this.#job().seal(id, digest, this.#totals))) throw new UploadGivenUpError();
  }

  /** Takes everything back. */
  async abandon(): Promise<void> {
    const { id } = this.#opening;
    for (const shard of this.#totals.keys()) await this.#bindings.SHARD.getByName(shardNameOf(id, shard)).forget();
    await this.#job().abandon(id);
  }

  async #take(chunk: PackedChunk): Promise<void> {
    const total = this.#totals.at(-1) ?? 0;
    if (total + chunk.lines > SHARD_REQUESTS) {
      await this.#flush();
      this.#totals.push(0);
      this.#nextChunk = 0;
    }
    this.#totals[this.#totals.length - 1] = (this.#totals.at(-1) ?? 0) + chunk.lines;
    this.#batch.push({ id: this.#nextChunk++, ...chunk });
    this.#batchLength += chunk.left.length;
    if (this.#batch.length >= MAX_BATCH_CHUNKS || this.#batchLength >= MAX_BATCH_LENGTH) await this.#flush();
  }

  async #flush(): Promise<void> {
    if (this.#batch.length === 0) return;
    const { id, options } = this.#opening;
    const shard = this.#totals.length - 1;
    const identity = { job: id, id: shard, maxBodyBytes: options.maxBodyBytes };
    await this.#bindings.SHARD.getByName(shardNameOf(id, shard)).append(identity, this.#batch);
    this.#batch = [];
    this.#batchLength = 0;
  }

  async #renew(): Promise<void> {
    this.#renewedAt = Date.now();
    if (!(await this.#job().renew(this.#opening.id))) throw new UploadGivenUpError();
  }

  #job() {
    return this.#bindings.JOB.getByName(jobNameOf(this.#opening.id) ?? "");
  }
}
