// asyncio's Transport: the connection as its protocol sees it. It never waits: it calls back.
import type { UpstreamError } from "../upstream/call/outcome.ts";
import { Callbacks } from "./callbacks.ts";
import type { Connection, ConnectionInfo } from "./connection.ts";
import type { Protocol } from "./protocol.ts";
import { WriteLimits, type WriteLimitsOptions } from "./write-limits.ts";

const encoder = new TextEncoder();

/** A connection that calls its protocol back. `createConnection` makes it. */
export class Transport {
  readonly #connection: Connection;
  readonly #callbacks: Callbacks;
  readonly #limits: WriteLimits;
  #resumed: PromiseWithResolvers<void> | undefined;
  /** From asking for data until they are told: they may have come in the clear. */
  #reading = false;
  #closing = false;
  #eofWritten = false;
  /** What a callback threw. */
  #thrown: { readonly reason: unknown } | undefined;

  constructor(connection: Connection, protocol: Protocol) {
    this.#connection = connection;
    this.#callbacks = new Callbacks(protocol, this.#throw);
    this.#limits = new WriteLimits(this.#callbacks.pause, this.#callbacks.resume);
  }

  /** Where the connection leads, and whether it is encrypted. asyncio's `get_extra_info`. */
  get info(): ConnectionInfo {
    return this.#connection.info;
  }

  /** Whether the connection is closed, or about to be. */
  get isClosing(): boolean {
    return this.#closing;
  }

  /** Whether `dataReceived` may be called. */
  get isReading(): boolean {
    return !this.#closing && this.#resumed === undefined;
  }

  /** Bytes that were written and are still on their way. */
  get writeBufferSize(): number {
    return this.#limits.bytes;
  }

  /** Tells `connectionMade`, then everything that happens. Called once, by `createConnection`. @throws what `connectionMade` throws. */
  start(): void {
    this.#connection.life.whenOver((failure) => this.#lose(failure));
    this.#callbacks.made(this);
    if (this.#thrown !== undefined) throw this.#thrown.reason;
    void this.#read();
  }

  /** Sends `data`; a string as UTF-8. Dropped when the connection is closing. @throws `Error` after `writeEof`, and during `startTls`. */
  write(data: string | Uint8Array): void {
    if (this.#eofWritten) throw new Error("nothing can be written after writeEof()");
    const bytes = typeof data === "string" ? encoder.encode(data) : data;
    if (this.#closing || bytes.length === 0) return;
    this.#connection.checkWritable();
    this.#connection.write(bytes).then(() => this.#limits.change(-bytes.length), ignore);
    this.#limits.change(bytes.length);
  }

  /** Tells the other side, after all that was written, that no more will come. Calling it again does nothing. */
  writeEof(): void {
    if (this.#eofWritten || this.#closing) return;
    this.#eofWritten = true;
    this.#connection.closeWriting().catch(ignore);
  }

  /** Calls `dataReceived` and `eofReceived` no more until `resumeReading`. What comes meanwhile waits in the network. */
  pauseReading(): void {
    if (!this.#closing) this.#resumed ??= Promise.withResolvers();
  }

  /** Takes up reading again. */
  resumeReading(): void {
    this.#resumed?.resolve();
    this.#resumed = undefined;
  }

  /** When `pauseWriting` and `resumeWriting` are called. @throws `RangeError` unless `highBytes` ≥ `lowBytes` ≥ 0. */
  setWriteBufferLimits(limits: WriteLimitsOptions): void {
    this.#limits.set(limits);
  }

  /**
   * Goes on encrypted. To be called from `dataReceived`, on the server's consent, or while reading is paused from there.
   *
   * @throws `UpstreamError` for a handshake that fails, which ends the connection as well; `Error` while a read is under way, or holds what it
   * brought because reading is paused; otherwise as `Connection.startTls`.
   */
  async startTls(): Promise<void> {
    const unread = "a read is under way: what it brings in the clear would pass for encrypted";
    return this.#connection.startTls(this.#reading ? unread : undefined);
  }

  /** Sends what was written, then closes; during `startTls` it is `abort`. No more is received; `connectionLost` comes when it is done. */
  close(): void {
    if (this.#closing) return;
    this.#closing = true;
    this.resumeReading();
    this.#connection.close().catch(ignore);
  }

  /** Gives the connection up at once: what is not sent yet may be lost. `connectionLost` is told of no error. */
  abort(): void {
    this.#closing = true;
    this.#connection.abort();
  }

  async #read(): Promise<void> {
    for (;;) {
      await this.#mayRead();
      this.#reading = true;
      const data = this.#closing ? undefined : await this.#connection.read().catch(ignore);
      // What came while reading was being paused waits for its turn.
      await this.#mayRead();
      this.#reading = false;
      if (this.#closing) return;
      if (data === undefined) break;
      if (data.length > 0) this.#callbacks.received(data);
    }
    if (!this.#callbacks.ended()) this.close();
  }

  async #mayRead(): Promise<void> {
    while (this.#resumed !== undefined) await this.#resumed.promise;
  }

  readonly #throw = (reason: unknown): void => {
    this.#thrown ??= { reason };
    this.abort();
  };

  #lose(failure: UpstreamError | undefined): void {
    this.#closing = true;
    this.resumeReading();
    // In a turn of its own: whatever ended the connection may be a callback that is still running.
    queueMicrotask(() => {
      const lostBy = this.#thrown ?? (failure && { reason: failure });
      this.#callbacks.lost(...(lostBy === undefined ? [] : [lostBy.reason]));
    });
  }
}

function ignore(): void {}
