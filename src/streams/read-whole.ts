// Reads a stream to its end. Its memory grows with the number of bytes, not with the number of chunks.
import { ChunkList } from "./chunk-list.ts";
import { compact } from "./compact.ts";
import { LimitOverrunError } from "./limit-overrun-error.ts";

/** Sizes of the first and the largest buffer. Each buffer is twice as large as the one before. */
const FIRST_READ_BYTES = 16_384;
const LARGEST_READ_BYTES = 262_144;

/** Bytes of all buffers that one owner's reads may wait to fill. Past that, a read gets a small buffer. */
const MAX_READING_BYTES = 4_194_304;
const SMALL_READ_BYTES = 512;

/** Counts the bytes that the streams of one owner hold. A request is an owner. */
export interface ReadRoom {
  /** Bytes of the buffers that reads wait to fill. */
  reading: number;
  /** Called before `bytes` bytes are kept. @throws if they do not fit. */
  keep(bytes: number): void;
  /** Called when `bytes` bytes are freed. */
  drop(bytes: number): void;
}

/**
 * Resolves to all bytes of `stream`. If the stream can fill buffers, each read waits until its buffer is full.
 *
 * @throws {LimitOverrunError} for more than `maxBytes` bytes.
 * @throws The error of `room.keep`, or the stream's own error. After any error the stream is cancelled and all bytes
 * are dropped.
 */
export async function readWhole(
  stream: ReadableStream<Uint8Array>,
  maxBytes: number,
  room: ReadRoom,
): Promise<Uint8Array<ArrayBuffer>> {
  const { read, cancel } = readerOf(stream);
  const chunks = new ChunkList();
  try {
    for (let wanted = FIRST_READ_BYTES; ; wanted = Math.min(2 * wanted, LARGEST_READ_BYTES)) {
      // One byte over the limit is enough to detect an overrun.
      const most = Math.min(wanted, maxBytes - chunks.length + 1);
      const size = room.reading + most > MAX_READING_BYTES ? Math.min(most, SMALL_READ_BYTES) : most;
      room.reading += size;
      const chunk = await read(size).finally(() => (room.reading -= size));
      if (chunk === undefined) return compact(chunks.take(chunks.length)) as Uint8Array<ArrayBuffer>;
      if (chunks.length + chunk.length > maxBytes) throw new LimitOverrunError("no end of the stream", maxBytes);
      room.keep(chunk.length);
      chunks.push(chunk);
    }
  } catch (reason) {
    room.drop(chunks.length);
    await cancel(reason).catch(() => undefined);
    throw reason;
  }
}

interface Reader {
  /** Resolves to at most `bytes` bytes, or to `undefined` at the end. */
  readonly read: (bytes: number) => Promise<Uint8Array | undefined>;
  readonly cancel: (reason: unknown) => Promise<void>;
}

/** A stream of the runtime fills a given buffer. A stream made in JavaScript yields its own chunks, of any size. */
function readerOf(stream: ReadableStream<Uint8Array>): Reader {
  const filling = fillingReader(stream);
  if (filling !== undefined) {
    return {
      async read(bytes) {
        const { value } = await filling.read(new Uint8Array(bytes), { min: bytes });
        return value === undefined || value.length === 0 ? undefined : value;
      },
      cancel: (reason) => filling.cancel(reason),
    };
  }
  const bringing = stream.getReader();
  return {
    read: async () => (await bringing.read()).value,
    cancel: (reason) => bringing.cancel(reason),
  };
}

/** A BYOB reader with the standard option `min`. The runtime's types do not have it yet. */
interface FillingReader {
  readonly read: (view: Uint8Array, options: { readonly min: number }) => Promise<{ readonly value?: Uint8Array }>;
  readonly cancel: (reason: unknown) => Promise<void>;
}

function fillingReader(stream: ReadableStream<Uint8Array>): FillingReader | undefined {
  try {
    return stream.getReader({ mode: "byob" }) as FillingReader;
  } catch (error) {
    if (stream.locked) throw error;
    return undefined;
  }
}
