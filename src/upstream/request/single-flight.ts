// Two parts of one request that ask an upstream the same thing make one call. Never across requests: promises of one hang in
// another.
import type { Abortable } from "../../gather/abortable.ts";
import { StopSignal } from "../call/stop-signal.ts";

type Begin<T> = (context: { readonly signal: Abortable }) => Promise<T>;

interface Flight {
  readonly stop: StopSignal;
  readonly promise: Promise<unknown>;
  waiting: number;
}

/** The work that a request's parts have in common. */
export class SingleFlight {
  readonly #flights = new Map<string, Flight>();
  readonly #request: Abortable;

  /** `request` aborts when the request is over, and all its work with it. */
  constructor(request: Abortable) {
    this.#request = request;
  }

  /**
   * Settles as the work under `key` does, which `begin` starts unless it is under way or has succeeded before. Work that
   * failed is begun anew by the next who asks. Its signal aborts when all who wait for it have left; the last one leaves
   * with it, when it has stopped.
   *
   * @throws what the work rejects with; the reason of `signal`, at once, if others still wait.
   */
  async run<T>(key: string, signal: Abortable, begin: Begin<T>): Promise<T> {
    signal.throwIfAborted();
    const flight = this.#flights.get(key) ?? this.#begin(key, begin);
    flight.waiting++;
    return new Promise<T>((resolve, reject) => {
      const land = (): void => signal.removeEventListener("abort", leave);
      const leave = (): void => {
        land();
        flight.waiting--;
        if (flight.waiting === 0) {
          this.#flights.delete(key);
          flight.stop.abort(signal.reason);
        } else if (!this.#request.aborted) {
          // At the request's end the work stops by itself, and knows best how it ended.
          reject(signal.reason);
        }
      };
      signal.addEventListener("abort", leave);
      void (flight.promise as Promise<T>).then(resolve, reject).then(land);
    });
  }

  #begin(key: string, begin: Begin<unknown>): Flight {
    const stop = new StopSignal();
    const promise = begin({ signal: stop });
    const flight: Flight = { stop, promise, waiting: 0 };
    this.#flights.set(key, flight);
    promise.catch(() => {
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    });
    return flight;
  }
}
