// Requests of an upload become chunks: each of one lane, and of requests that may be sent twice or of such that must
// not.
import type { NewChunk } from "./append.ts";
import { type ChunkLine, writeLines } from "./chunk-line.ts";
import { laneOf } from "./lane.ts";

/** Characters that the lines of a chunk may have; one line alone may have more. */
const MAX_CHUNK_LENGTH = 65_536;

/** One request of an upload. */
export interface NewRequest {
  /** In JSON, on one line. */
  readonly json: string;
  /** Whose limits hold for it: an origin, or a declared upstream. */
  readonly origin: string;
  /** True if it must not be sent twice. */
  readonly once: boolean;
}

/** A chunk that has no number yet. */
export type PackedChunk = Omit<NewChunk, "id">;

interface OpenChunk {
  readonly lane: string;
  readonly once: boolean;
  lines: ChunkLine[];
  length: number;
}

/**
 * Packs requests in the order of an upload, `maxLines` a chunk at most. Holds one chunk for each lane at most, of
 * which there are a hundred.
 */
export class ChunkPacker {
  readonly #maxLines: number;
  readonly #lanes = new Set<string>();
  readonly #open = new Map<string, OpenChunk>();

  constructor(maxLines: number) {
    this.#maxLines = maxLines;
  }

  /** Adds a request. Returns the chunk that is full by that. */
  add(index: number, { json, origin, once }: NewRequest): PackedChunk | undefined {
    const lane = laneOf(origin, this.#lanes);
    const name = `${Number(once)}${lane}`;
    const open = this.#open.get(name) ?? { lane, once, lines: [], length: 0 };
    this.#open.set(name, open);
    const full = open.lines.length > 0 && open.length + json.length > MAX_CHUNK_LENGTH ? close(open) : undefined;
    open.lines.push({ index, json });
    open.length += json.length;
    return full ?? (open.lines.length >= this.#maxLines ? close(open) : undefined);
  }

  /** The chunks that are not full. */
  rest(): PackedChunk[] {
    return [...this.#open.values()].filter(({ lines }) => lines.length > 0).map(close);
  }
}

function close(open: OpenChunk): PackedChunk {
  const { lane, once, lines } = open;
  open.lines = [];
  open.length = 0;
  return { lane, once, lines: lines.length, left: writeLines(lines) };
}
