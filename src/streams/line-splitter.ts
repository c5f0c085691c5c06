// Cuts bytes into lines. The network may have cut them anywhere.
import { SizeLimitError } from "./size-limit-error.ts";

const LF = 10;
const CR = 13;
const EMPTY = new Uint8Array(0);

/** Size of the first buffer for a line that spans chunks. */
const FIRST_BYTES = 256;

/** Size of a buffer that is kept for the next line. A longer one is freed after its line. */
const KEPT_BYTES = 65_536;

/** The bytes that end a line: LF alone, or each of LF, CR and CRLF. */
export type LineEnds = "lf" | "any";

/**
 * Takes chunks and returns lines. A line is a view of its chunk, or of the splitter's buffer if it spans chunks. It is
 * valid until the next call. The splitter keeps no chunk after its last line, because a small chunk may hold a large
 * buffer of the runtime.
 */
export class LineSplitter {
  readonly #ends: LineEnds;
  readonly #maxLineBytes: number;
  #chunk: Uint8Array = EMPTY;
  #begin = 0;
  /** The next LF and CR in the chunk. Each is searched once, so no byte is read more than twice. */
  #lf = Infinity;
  #cr = Infinity;
  /** The start of a line from an earlier chunk. */
  #held = EMPTY;
  #heldBytes = 0;
  #isAfterCr = false;
  #line = 0;

  constructor(ends: LineEnds, maxLineBytes: number) {
    this.#ends = ends;
    this.#maxLineBytes = maxLineBytes;
  }

  /** The number of the last line. The first line is 1. */
  get line(): number {
    return this.#line;
  }

  /** Takes the next chunk, after `next` has returned `undefined`. */
  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    // The CR has already ended its line. An LF after it belongs to the same line end.
    this.#begin = this.#isAfterCr && chunk[0] === LF ? 1 : 0;
    this.#isAfterCr = false;
    this.#chunk = chunk;
    this.#lf = this.#cr = -1;
  }

  /** Returns the next line without its end, or `undefined` if it needs another chunk. @throws {SizeLimitError} */
  next(): Uint8Array | undefined {
    const chunk = this.#chunk;
    const end = this.#findEnd();
    if (end === Infinity) {
      this.#hold(chunk.subarray(this.#begin));
      this.#chunk = EMPTY;
      this.#begin = 0;
      return undefined;
    }
    const piece = chunk.subarray(this.#begin, end);
    this.#begin = end + 1;
    if (chunk[end] === CR) {
      if (this.#begin === chunk.length) this.#isAfterCr = true;
      else if (chunk[this.#begin] === LF) this.#begin++;
    }
    return this.#take(piece);
  }

  /** Returns the last line if it has no line end, otherwise `undefined`. */
  end(): Uint8Array | undefined {
    return this.#heldBytes === 0 ? undefined : this.#take(EMPTY);
  }

  #findEnd(): number {
    if (this.#lf < this.#begin) this.#lf = find(this.#chunk, LF, this.#begin);
    if (this.#cr < this.#begin) this.#cr = this.#ends === "lf" ? Infinity : find(this.#chunk, CR, this.#begin);
    return Math.min(this.#lf, this.#cr);
  }

  /** Returns the held bytes and `piece` as one line. */
  #take(piece: Uint8Array): Uint8Array {
    if (this.#heldBytes === 0) this.#checkSize(piece.length);
    else this.#hold(piece);
    const line = this.#heldBytes === 0 ? piece : this.#held.subarray(0, this.#heldBytes);
    if (this.#held.length > KEPT_BYTES) this.#held = EMPTY;
    this.#heldBytes = 0;
    this.#line++;
    return line;
  }

  #hold(piece: Uint8Array): void {
    const bytes = this.#heldBytes + piece.length;
    this.#checkSize(bytes);
    if (bytes > this.#held.length) this.#grow(bytes);
    this.#held.set(piece, this.#heldBytes);
    this.#heldBytes = bytes;
  }

  /** Doubles the buffer. A byte is then moved only once on average, even if bytes come one by one. */
  #grow(bytes: number): void {
    const doubled = Math.min(Math.max(FIRST_BYTES, 2 * this.#held.length), this.#maxLineBytes);
    const larger = new Uint8Array(Math.max(bytes, doubled));
    larger.set(this.#held.subarray(0, this.#heldBytes));
    this.#held = larger;
  }

  #checkSize(bytes: number): void {
    if (bytes > this.#maxLineBytes) throw new SizeLimitError(`line ${this.#line + 1}`, this.#maxLineBytes);
  }
}

function find(chunk: Uint8Array, byte: number, from: number): number {
  const index = chunk.indexOf(byte, from);
  return index === -1 ? Infinity : index;
}
