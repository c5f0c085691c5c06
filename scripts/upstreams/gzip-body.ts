// A small compressed body that inflates to a gigabyte is how size limits get fooled. Node's gzip stream could make one, but would have
// to finish before its Content-Length is known. Here each chunk is compressed on its own, and equal chunks only once.
import { constants, crc32, deflateRawSync } from "node:zlib";
import type { Body } from "./body.ts";

// The fixed header of RFC 1952: deflate, no name, no time, unknown system.
const header = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255);
const trailerBytes = 8;
const lastBlock = deflateRawSync(Buffer.alloc(0));

/** `body` compressed to one gzip member. Fast and small as far as `body` hands out the same chunk object again and again. */
export function gzipBody(body: Body): Body {
  const blocks = new Map<Uint8Array, Uint8Array>();
  function blockOf(chunk: Uint8Array): Uint8Array {
    let block = blocks.get(chunk);
    if (!block) {
      // A full flush ends on a whole byte and refers to nothing before it, so that blocks can follow each other in any order.
      block = deflateRawSync(chunk, { finishFlush: constants.Z_FULL_FLUSH });
      blocks.set(chunk, block);
    }
    return block;
  }

  const chunks = [...body.chunks()];
  let byteLength = header.byteLength + lastBlock.byteLength + trailerBytes;
  for (const chunk of chunks) byteLength += blockOf(chunk).byteLength;

  return {
    byteLength,
    *chunks() {
      yield header;
      let checksum = 0;
      for (const chunk of chunks) {
        checksum = crc32(chunk, checksum);
        yield blockOf(chunk);
      }
      yield lastBlock;
      const trailer = Buffer.alloc(trailerBytes);
      trailer.writeUInt32LE(checksum, 0);
      trailer.writeUInt32LE(body.byteLength % 2 ** 32, 4);
      yield trailer;
    },
  };
}
