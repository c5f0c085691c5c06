// Reports what a consumer has done each second, and sooner where it is much: what it has not reported, a kill loses.
import type { Answer, PutOff, Report } from "./checkpoint.ts";
import type { SendReport } from "./consume.ts";
import type { Settled } from "./settle.ts";

/** Milliseconds between two reports. A job that is cancelled makes no call later than that, and a little. */
const EVERY_MS = 1_000;

/** Characters of results after which a report is made at once: an isolate holds many of these. */
const MAX_LENGTH = 500_000;

/** Collects a consumer's results and sends them. */
export class Reporter {
  readonly #send: SendReport;
  readonly #stop = new AbortController();
  readonly #timer: ReturnType<typeof setInterval>;
  #results: Settled[] = [];
  #later: PutOff[] = [];
  #length = 0;
  #pausedUntil = 0;
  #sending: Promise<Answer | undefined> = Promise.resolve(undefined);

  constructor(send: SendReport) {
    this.#send = send;
    this.#timer = setInterval(() => void this.#report(false), EVERY_MS);
  }

  /** Aborts when nothing more is wanted of the chunk. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Until when the upstream is to be left alone, by what this consumer or another has seen. */
  get pausedUntil(): number {
    return this.#pausedUntil;
  }

  settle(result: Settled): void {
    this.#results.push(result);
    this.#length += result.line.length;
    if (this.#length >= MAX_LENGTH) void this.#report(false);
  }

  /** `pausedUntil`: the upstream asked to be left alone until then. */
  putOff(later: PutOff, pausedUntil = 0): void {
    this.#later.push(later);
    this.#pausedUntil = Math.max(this.#pausedUntil, pausedUntil);
  }

  /** The last report. @throws what sending any of them rejected with. */
  async end(): Promise<Answer> {
    clearInterval(this.#timer);
    return (await this.#report(true)) as Answer;
  }

  /** Stops reporting, for a consumer that fails. */
  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  /** Reports go out one after the other; a failure of one is the end's. */
  #report(over: boolean): Promise<Answer | undefined> {
    this.#sending = this.#sending.then(async () => {
      const report: Report = {
        results: this.#results,
        later: this.#later,
        pausedUntil: this.#pausedUntil,
        over,
      };
      this.#results = [];
      this.#later = [];
      this.#length = 0;
      const answer = await this.#send(report);
      this.#pausedUntil = Math.max(this.#pausedUntil, answer.pausedUntil);
      if (!answer.go) this.#stop.abort(new DOMException("the chunk is not wanted any more", "AbortError"));
      return answer;
    });
    this.#sending.catch(() => this.#stop.abort(new Error("a report could not be made")));
    return this.#sending;
  }
}
