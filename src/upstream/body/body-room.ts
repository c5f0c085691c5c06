// Bounds the memory that the bodies of one request take.
import type { ReadRoom } from "../../streams/read-whole.ts";
import type { Reason } from "../call/outcome.ts";
import { Lease } from "./isolate-room.ts";

/** The error of `BodyRoom.keep`. Its message continues the name of an upstream. */
export class NoRoomError extends Error {
  override readonly name = "NoRoomError";
  readonly reason: Reason;

  constructor(reason: Reason, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** The room for one request's bodies, within the room of the isolate. */
export class BodyRoom implements ReadRoom {
  reading = 0;
  #left: number;
  #lease = new Lease();
  readonly #deadlineAt: () => number;

  /** All bodies together may have `maxBytes`. `deadlineAt` returns the deadline of the request. */
  constructor(maxBytes: number, deadlineAt: () => number) {
    this.#left = maxBytes;
    this.#deadlineAt = deadlineAt;
  }

  /**
   * Takes room for `bytes`.
   *
   * @throws {NoRoomError} with a reason: the request's room or the isolate's is used up.
   */
  keep(bytes: number): void {
    if (bytes > this.#left)
      throw new NoRoomError("bodies_limit", "answered with more than the bodies of one request may have together");
    if (!this.#lease.take(bytes, this.#deadlineAt()))
      throw new NoRoomError("isolate_memory", "was not read: running requests hold all the memory for bodies");
    this.#left -= bytes;
  }

  /** Gives room for `bytes` back. */
  drop(bytes: number): void {
    this.#left += bytes;
    this.#lease.give(bytes);
  }

  /** Gives all room back, at the end of the request. */
  end(): void {
    this.#lease.give();
  }

  /**
   * Keeps the room after the end of the request, while its answer is being sent. Returns a function that gives it back.
   */
  outlive(): () => void {
    const lease = this.#lease;
    this.#lease = new Lease();
    return () => lease.give();
  }
}
