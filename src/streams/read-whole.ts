// Reads a stream to its end into about as much memory as it has bytes, however small the chunks are that the network cut it into.
import { ChunkList } from "./chunk-list.ts";
import { compact } from "./compact.ts";
import { LimitOverrunError } from "./limit-overrun-error.ts";

/** Bytes of the first buffer that a read fills, and of the largest: each is twice the one before. */
const FIRST_READ_BYTES = 16_384;
const LARGEST_READ_BYTES = 262_144;

/** Bytes that buffers may have together while reads wait to fill them; past that each read gets a small one. */
const MAX_READING_BYTES = 4_194_304;
const SMALL_READ_BYTES = 512;

/** What the streams of one owner, such as a request, hold together. */
export interface ReadRoom {
  /** Bytes of the buffers that reads wait to fill. */
  reading: number;
  /** Called with the size of what came, before it is kept. @throws where there is no room for it. */
  keep(bytes: number): void;
  /** Called with the size of what was kept and is thrown away. */
  drop(bytes: number): void;
}

/**
 * Resolves to all bytes of `stream`. Waits until a buffer is full where the stream can fill one, so that few small chunks are ever made.
 *
 * @throws `LimitOverrunError` for more than `maxBytes`; what `room.keep` throws; what the stream fails with. The stream is cancelled then, and
 * nothing of it is kept.
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
      // One byte over the limit is enough to know.
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
  /** Up to so many bytes, fewer only at the end or from a stream that cannot fill a buffer; `undefined` at the end. */
  readonly read: (bytes: number) => Promise<Uint8Array | undefined>;
  readonly cancel: (reason: unknown) => Promise<void>;
}

/** Streams of the runtime fill a buffer that they are given; those that JavaScript made bring chunks as these come. */
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

/** The runtime's reader of this kind, with an option of the standard's that its types do not know yet. */
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
