// Calls a protocol. It catches every error, and calls nothing after connectionLost.
import type { Protocol } from "./protocol.ts";
import type { Transport } from "./transport.ts";

/** The callbacks of a protocol, safe to call. */
export class Callbacks {
  readonly #protocol: Protocol;
  readonly #onThrow: (reason: unknown) => void;
  #lost = false;

  /** `onThrow` gets the error of a callback, or the rejection of a promise that it returned. */
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

  /** Returns true if the connection should stay open for writing. */
  ended(): boolean {
    return this.#call(() => this.#protocol.eofReceived?.()) === true;
  }

  readonly pause = (): void => {
    this.#call(() => this.#protocol.pauseWriting?.());
  };

  readonly resume = (): void => {
    this.#call(() => this.#protocol.resumeWriting?.());
  };

  /** The last callback. Its error goes to the log, because nothing else can report it. */
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
