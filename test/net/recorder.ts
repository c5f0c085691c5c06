// A protocol that records its callbacks, so that tests can check their order.
import type { Protocol } from "../../src/net/protocol.ts";
import type { Transport } from "../../src/net/transport.ts";
import { UpstreamError } from "../../src/upstream/call/outcome.ts";

/** The callbacks in order: `made`, `data:text`, `eof`, `pause`, `resume`, `lost` or `lost:outcome`. */
export class Recorder implements Protocol {
  readonly calls: string[] = [];
  /** Resolves to the argument of `connectionLost`. */
  readonly lost: Promise<unknown>;
  readonly #lost = Promise.withResolvers<unknown>();
  readonly #more: Protocol;
  #waiting: { readonly call: string; readonly resolve: () => void }[] = [];

  /** `more`: further callbacks. */
  constructor(more: Protocol = {}) {
    this.#more = more;
    this.lost = this.#lost.promise;
  }

  /** Resolves when `call` has been noted. */
  called(call: string): Promise<void> {
    if (this.calls.includes(call)) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ call, resolve }));
  }

  connectionMade(transport: Transport): void {
    this.#note("made");
    return this.#more.connectionMade?.(transport);
  }

  dataReceived(data: Uint8Array): void {
    this.#note(`data:${new TextDecoder().decode(data)}`);
    return this.#more.dataReceived?.(data);
  }

  eofReceived(): boolean | void {
    this.#note("eof");
    return this.#more.eofReceived?.();
  }

  pauseWriting(): void {
    this.#note("pause");
    return this.#more.pauseWriting?.();
  }

  resumeWriting(): void {
    this.#note("resume");
    return this.#more.resumeWriting?.();
  }

  connectionLost(...told: readonly unknown[]): void {
    const [error] = told;
    const how = error instanceof UpstreamError ? error.outcome : String(error);
    this.#note(told.length === 0 ? "lost" : `lost:${how}`);
    this.#lost.resolve(error);
    return this.#more.connectionLost?.(error);
  }

  #note(call: string): void {
    this.calls.push(call);
    for (const waiting of this.#waiting) if (waiting.call === call) waiting.resolve();
    this.#waiting = this.#waiting.filter((waiting) => waiting.call !== call);
  }
}
