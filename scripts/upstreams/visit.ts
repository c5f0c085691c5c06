// One request's way through the stages of its tally. Whatever happens to the connection, it ends in one of them, and only once.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Stage, Tally } from "./tally.ts";

/** Counts one request in `tally` from its arrival to its end. */
export class Visit {
  /** The request's sequence number within its key, from 1. */
  readonly n: number;
  readonly #tally: Tally;
  #stage: Stage = "waitingForHeaders";

  constructor(tally: Tally, request: IncomingMessage, response: ServerResponse) {
    this.#tally = tally;
    this.n = tally.receive(request.socket);
    response.once("finish", () => this.#end("completed"));
    response.once("close", () => this.#end("leftEarly"));
  }

  /** To be called right before the headers are written, so that no client can have them while the tally says it waits. */
  sendHeaders(): void {
    if (this.#stage === "waitingForHeaders") this.#move("openBodies");
  }

  /** To be called right before the server breaks off, so that the client is not blamed for leaving. */
  cutShort(): void {
    this.#end("cutShort");
  }

  /**
   * Resolves with true when `count` requests of the tally have sent their headers, or with false when the client
   * leaves.
   */
  together(count: number, response: ServerResponse): Promise<boolean> {
    const tally = this.#tally;
    return new Promise(function waiting(resolve) {
      function look(): void {
        const { requests, waitingForHeaders } = tally.counts;
        if (requests - waitingForHeaders >= count) settle(true);
      }
      function leave(): void {
        settle(false);
      }
      function settle(all: boolean): void {
        unwatch();
        response.off("close", leave);
        resolve(all);
      }
      const unwatch = tally.watch(look);
      response.once("close", leave);
      look();
    });
  }

  #end(stage: "completed" | "leftEarly" | "cutShort"): void {
    if (this.#stage === "waitingForHeaders" || this.#stage === "openBodies") this.#move(stage);
  }

  #move(stage: Stage): void {
    this.#tally.move(this.#stage, stage);
    this.#stage = stage;
  }
}
