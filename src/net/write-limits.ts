// How much may be on its way before a protocol is asked to stop writing, and how little before it is told to go on.
import { checkBytes } from "../streams/check-bytes.ts";

/** The marks, in bytes. */
export interface WriteLimitsOptions {
  /** `pauseWriting` is called when more than this is on its way. Default: 65,536. */
  readonly highBytes?: number | undefined;
  /** `resumeWriting` is called when no more than this is. Default: a quarter of `highBytes`. */
  readonly lowBytes?: number | undefined;
}

/** Counts bytes on their way, and calls `pause` and `resume` in turns. */
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

  /** Sets the marks; what is on its way is held to them at once. @throws `RangeError` unless `highBytes` ≥ `lowBytes` ≥ 0. */
  set({ highBytes = 65_536, lowBytes = Math.floor(highBytes / 4) }: WriteLimitsOptions): void {
    checkBytes("highBytes", highBytes, checkBytes("lowBytes", lowBytes, 0));
    this.#highBytes = highBytes;
    this.#lowBytes = lowBytes;
    this.change(0);
  }

  /** Counts `bytes` that are on their way from now on, or, where it is negative, no more. */
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
