// A cap on the share of retries, so that a request whose upstreams are all in trouble does not triple that trouble.

/** Of all calls of one request, how many may be retries. As in Envoy: a share, not a number per call. */
export class RetryBudget {
  readonly #share: number;
  readonly #least: number;
  #calls = 0;
  #retries = 0;

  /** `share` of the calls, from 0 to 1, but never fewer than `least`. */
  constructor(share: number, least: number) {
    this.#share = share;
    this.#least = least;
  }

  noteCall(): void {
    this.#calls++;
  }

  /** Takes one retry from the budget, where there is one. */
  take(): boolean {
    if (this.#retries >= Math.max(this.#least, Math.floor(this.#calls * this.#share))) return false;
    this.#retries++;
    return true;
  }
}
