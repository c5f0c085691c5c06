// How a protocol is called: whatever it throws is caught, and nothing comes after connectionLost.
import type { Protocol } from "./protocol.ts";
import type { Transport } from "./transport.ts";

/** A protocol that can be called without a thought. */
export class Callbacks {
  readonly #protocol: Protocol;
  readonly #onThrow: (reason: unknown) => void;
  #lost = false;

  /** `onThrow` is told what a callback throws, or a promise of it rejects with. */
  constructor(protocol: Protocol, onThrow: (reason: unknown) => void) {
    this.#protocol = protocol;
    this.#onThrow = onThrow;
  }

  made(transport: Transport): void {
    this.#call(() => this.#protocol.connectionMade?.(transport));
  }

  received(data: Uint8Array): void {
    this.#call(() => this.#protocol.dataReceived?.(data));
  }

  /** Whether the connection is to stay open for writing. */
  ended(): boolean {
    return this.#call(() => this.#protocol.eofReceived?.()) === true;
  }

  readonly pause = (): void => {
    this.#call(() => this.#protocol.pauseWriting?.());
  };

  readonly resume = (): void => {
    this.#call(() => this.#protocol.resumeWriting?.());
  };

  /** The last one: what it throws is logged, because nobody is left to be told. */
  lost(...error: readonly unknown[]): void {
    this.#lost = true;
    this.#settle(() => this.#protocol.connectionLost?.(...error), console.error);
  }

  #call(callback: () => unknown): unknown {
    return this.#lost ? undefined : this.#settle(callback, this.#onThrow);
  }

  #settle(callback: () => unknown, onThrow: (reason: unknown) => void): unknown {
    try {
      const returned = callback();
      if (returned instanceof Promise) returned.catch(onThrow);
      return returned;
    } catch (reason) {
      onThrow(reason);
      return undefined;
    }
  }
}
