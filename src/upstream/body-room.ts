// The memory that the bodies of one request may take, within what all requests of the isolate may.
import type { ReadRoom } from "../streams/read-whole.ts";
import { Lease } from "./isolate-room.ts";

/** Thrown by `BodyRoom.keep` where there is no room; its message follows the name of an upstream. */
export class NoRoomError extends Error {
  override readonly name = "NoRoomError";
}

/** Counts the bodies that a request holds. */
export class BodyRoom implements ReadRoom {
  reading = 0;
  #left: number;
  #lease = new Lease();
  readonly #deadlineAt: () => number;

  /** `maxBytes`: what all bodies may have together. `deadlineAt` says how long the request may last. */
  constructor(maxBytes: number, deadlineAt: () => number) {
    this.#left = maxBytes;
    this.#deadlineAt = deadlineAt;
  }

  /** Takes room for `bytes`. @throws `NoRoomError` that says whose room is used up. */
  keep(bytes: number): void {
    if (bytes > this.#left)
      throw new NoRoomError("answered with more than the bodies of one request may have together");
    if (!this.#lease.take(bytes, this.#deadlineAt()))
      throw new NoRoomError("was not read: the requests that are under way hold all the memory there is for bodies");
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

  /** Lets what is held outlive the request, because its answer is still being sent. Returns what gives it back. */
  outlive(): () => void {
    const lease = this.#lease;
    this.#lease = new Lease();
    return () => lease.give();
  }
}
