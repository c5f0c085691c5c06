// Merges identical calls of one request into one. It never merges calls of two requests: a promise of one hangs in the
// other.
import type { Abortable } from "../../gather/abortable.ts";
import { StopSignal } from "../call/stop-signal.ts";

type Begin<T> = (context: { readonly signal: Abortable }) => Promise<T>;

interface Flight {
  readonly stop: StopSignal;
  readonly promise: Promise<unknown>;
  waiting: number;
}

/** The shared work of the parts of a request. */
export class SingleFlight {
  readonly #flights = new Map<string, Flight>();
  readonly #request: Abortable;

  /** `request` aborts at the end of the request, and stops all work. */
  constructor(request: Abortable) {
    this.#request = request;
  }

  /**
   * Settles as the work under `key` does. `begin` starts the work, unless it is running or has succeeded. Work that
   * failed starts again at the next call. The signal of the work aborts when all waiters have left. The last waiter
   * waits until the work has stopped.
   *
   * @throws The error of the work.
   * @throws The reason of `signal`, at once, if others still wait.
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
          // At the end of the request, the work stops by itself and rejects with the right error.
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
