// Keeps a tally per key, so that tests that share one server do not count each other's requests.
import type { IncomingMessage, ServerResponse } from "node:http";
import { Tally } from "./tally.ts";
import { Visit } from "./visit.ts";

/** The tallies of one server: at most `maxKeys` of them (10,000). One more, and the key longest not touched is forgotten. */
export class Seen {
  readonly #tallies = new Map<string, Tally>();
  readonly #maxKeys: number;

  constructor(maxKeys = 10_000) {
    this.#maxKeys = maxKeys;
  }

  /** The tally of `key`, a new one when there is none. */
  tally(key: string): Tally {
    const tally = this.#tallies.get(key) ?? new Tally();
    this.#tallies.delete(key);
    this.#tallies.set(key, tally);
    if (this.#tallies.size > this.#maxKeys) {
      for (const oldest of this.#tallies.keys()) {
        this.#tallies.delete(oldest);
        break;
      }
    }
    return tally;
  }

  /** Counts a request under `key`, from now until its answer ends or its client leaves. */
  receive(key: string, request: IncomingMessage, response: ServerResponse): Visit {
    return new Visit(this.tally(key), request, response);
  }

  /** Forgets `key`: its next request is number 1 again. Requests still open no longer show anywhere. */
  forget(key: string): void {
    this.#tallies.delete(key);
  }
}
