// What a server says first, unasked: a protocol, because all there is to do is to be called.
import type { Alarms } from "../gather/index.ts";
import type { Protocol } from "./protocol.ts";
import type { Transport } from "./transport.ts";

/** Bytes of a banner or answer that are kept. */
export const MAX_BANNER_BYTES = 1_024;

/** Milliseconds in which a server that was asked nothing may begin to speak. */
const BANNER_WAIT_MS = 1_000;

/** Milliseconds that the rest of a line may lag behind its first byte. */
export const LINE_WAIT_MS = 100;

/** What a server said, and how it ended. */
export interface Heard {
  readonly bytes: Uint8Array;
  /** Milliseconds from being connected to the first byte; `undefined` where none came. */
  readonly firstByteMs: number | undefined;
  /** What the connection failed with, where it did. */
  readonly error?: unknown;
}

/** Whether it is all that is waited for: a line, or as much as is kept. */
export function isEnough(bytes: Uint8Array): boolean {
  return bytes.length >= MAX_BANNER_BYTES || bytes.includes(0x0a);
}

/** Listens until a line has come, `MAX_BANNER_BYTES`, the end, or nothing for a while; then closes the connection. */
export class Banner implements Protocol {
  /** Resolves when the connection is over. */
  readonly heard: Promise<Heard>;
  readonly #heard = Promise.withResolvers<Heard>();
  readonly #alarms: Alarms;
  readonly #bytes = new Uint8Array(MAX_BANNER_BYTES);
  #length = 0;
  #madeAt = 0;
  #firstByteMs: number | undefined;
  #transport: Transport | undefined;
  #callOff = (): void => undefined;

  /** `alarms`: the clocks of the request. */
  constructor(alarms: Alarms) {
    this.#alarms = alarms;
    this.heard = this.#heard.promise;
  }

  connectionMade(transport: Transport): void {
    this.#transport = transport;
    this.#madeAt = performance.now();
    this.#closeIn(BANNER_WAIT_MS);
  }

  dataReceived(data: Uint8Array): void {
    if (this.#firstByteMs === undefined) {
      this.#firstByteMs = performance.now() - this.#madeAt;
      this.#closeIn(LINE_WAIT_MS);
    }
    const kept = data.subarray(0, MAX_BANNER_BYTES - this.#length);
    this.#bytes.set(kept, this.#length);
    this.#length += kept.length;
    if (isEnough(this.#bytes.subarray(0, this.#length))) this.#transport?.close();
  }

  connectionLost(error?: unknown): void {
    this.#callOff();
    this.#heard.resolve({ bytes: this.#bytes.subarray(0, this.#length), firstByteMs: this.#firstByteMs, error });
  }

  #closeIn(ms: number): void {
    this.#callOff();
    this.#callOff = this.#alarms.set(ms, () => this.#transport?.close());
  }
}
