// Decides when a protocol must stop writing and when it may go on.
import { checkBytes } from "../streams/check-bytes.ts";

/** The marks, in bytes. */
export interface WriteLimitsOptions {
  /** `pauseWriting` is called when more bytes than this are on their way. @default 65_536 */
  readonly highBytes?: number | undefined;
  /** `resumeWriting` is called when no more bytes than this are on their way. @default a quarter of `highBytes` */
  readonly lowBytes?: number | undefined;
}

/** Counts bytes on their way. Calls `pause` and `resume` by turns. */
export class WriteLimits {
  readonly #pause: () => void;
  readonly #resume: () => void;
  #highBytes = 65_536;
  #lowBytes = 16_384;
  #bytes = 0;
  #paused = false;

  constructor(pause: () => void, resume: () => void) {
    this.#pause = pause;
    this.#resume = resume;
  }

  /** Bytes on their way. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Sets the marks, and applies them at once. @throws {RangeError} unless `highBytes` ≥ `lowBytes` ≥ 0. */
  set({ highBytes = 65_536, lowBytes = Math.floor(highBytes / 4) }: WriteLimitsOptions): void {
    checkBytes("highBytes", highBytes, checkBytes("lowBytes", lowBytes, 0));
    this.#highBytes = highBytes;
    this.#lowBytes = lowBytes;
    this.change(0);
  }

  /** Adds `bytes` to the bytes on their way. A negative number takes them off. */
  change(bytes: number): void {
    this.#bytes += bytes;
    if (!this.#paused && this.#bytes > this.#highBytes) {
      this.#paused = true;
      this.#pause();
    } else if (this.#paused && this.#bytes <= this.#lowBytes) {
      this.#paused = false;
      this.#resume();
    }
  }
}
