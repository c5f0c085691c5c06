// Reads the greeting of a server. It is a protocol, because it only needs callbacks.
import type { Alarms } from "../gather/index.ts";
import type { Protocol } from "./protocol.ts";
import type { Transport } from "./transport.ts";

/** Bytes of a banner or an answer that are kept. */
export const MAX_BANNER_BYTES = 1_024;

/** Milliseconds that a server has to start its greeting. */
const BANNER_WAIT_MS = 1_000;

/** Milliseconds between the first byte of a line and its end. */
export const LINE_WAIT_MS = 100;

/** The bytes that a server sent, and how the connection ended. */
export interface Heard {
  readonly bytes: Uint8Array;
  /** Milliseconds from the connection to the first byte. `undefined` if none came. */
  readonly firstByteMs: number | undefined;
  /** The error of the connection, if it failed. */
  readonly error?: unknown;
}

/** Returns true for a whole line, or for as many bytes as are kept. */
export function isEnough(bytes: Uint8Array): boolean {
  return bytes.length >= MAX_BANNER_BYTES || bytes.includes(0x0a);
}

/** Reads a line, at most `MAX_BANNER_BYTES`, until the server closes or is silent. Then it closes the connection. */
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
  #cancelAlarm = (): void => undefined;

  /** `alarms`: the alarms of the request. */
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
    this.#cancelAlarm();
    this.#heard.resolve({ bytes: this.#bytes.subarray(0, this.#length), firstByteMs: this.#firstByteMs, error });
  }

  #closeIn(ms: number): void {
    this.#cancelAlarm();
    this.#cancelAlarm = this.#alarms.set(ms, () => this.#transport?.close());
  }
}
