// asyncio's Transport: the connection as its protocol sees it. It never waits; it calls back.
import type { UpstreamError } from "../upstream/call/outcome.ts";
import { Callbacks } from "./callbacks.ts";
import type { Connection, ConnectionInfo } from "./connection.ts";
import type { Protocol } from "./protocol.ts";
import { WriteLimits, type WriteLimitsOptions } from "./write-limits.ts";

const encoder = new TextEncoder();

/** A connection that calls its protocol. `createConnection` creates it. */
export class Transport {
  readonly #connection: Connection;
  readonly #callbacks: Callbacks;
  readonly #limits: WriteLimits;
  #resumed: PromiseWithResolvers<void> | undefined;
  /** True from the start of a read until `dataReceived`. The bytes may be plain ones. */
  #reading = false;
  #closing = false;
  #eofWritten = false;
  /** The first error of a callback. */
  #thrown: { readonly reason: unknown } | undefined;

  constructor(connection: Connection, protocol: Protocol) {
    this.#connection = connection;
    this.#callbacks = new Callbacks(protocol, this.#throw);
    this.#limits = new WriteLimits(this.#callbacks.pause, this.#callbacks.resume);
  }

  /** The address of the connection, and whether it is encrypted. asyncio's `get_extra_info`. */
  get info(): ConnectionInfo {
    return this.#connection.info;
  }

  /** True when the connection is closed or closing. */
  get isClosing(): boolean {
    return this.#closing;
  }

  /** True while `dataReceived` may be called. */
  get isReading(): boolean {
    return !this.#closing && this.#resumed === undefined;
  }

  /** Bytes that were written and are still on their way. */
  get writeBufferSize(): number {
    return this.#limits.bytes;
  }

  /** Calls `connectionMade`, then starts to read. Called once. @throws The error of `connectionMade`. */
  start(): void {
    this.#connection.life.whenOver((failure) => this.#lose(failure));
    this.#callbacks.made(this);
    if (this.#thrown !== undefined) throw this.#thrown.reason;
    void this.#read();
  }

  /** Sends `data`, a string as UTF-8, unless closing. @throws {Error} after `writeEof`, and during `startTls`. */
  write(data: string | Uint8Array): void {
    if (this.#eofWritten) throw new Error("cannot write after writeEof()");
    const bytes = typeof data === "string" ? encoder.encode(data) : data;
    if (this.#closing || bytes.length === 0) return;
    this.#connection.checkWritable();
    this.#connection.write(bytes).then(() => this.#limits.change(-bytes.length), ignore);
    this.#limits.change(bytes.length);
  }

  /** Ends the outgoing side after the last write. A second call does nothing. */
  writeEof(): void {
    if (this.#eofWritten || this.#closing) return;
    this.#eofWritten = true;
    this.#connection.closeWriting().catch(ignore);
  }

  /** Stops `dataReceived` and `eofReceived` until `resumeReading`. Incoming bytes wait in the network. */
  pauseReading(): void {
    if (!this.#closing) this.#resumed ??= Promise.withResolvers();
  }

  /** Continues reading after `pauseReading`. */
  resumeReading(): void {
    this.#resumed?.resolve();
    this.#resumed = undefined;
  }

  /** Sets the marks of `pauseWriting` and `resumeWriting`. @throws {RangeError} unless `highBytes` ≥ `lowBytes` ≥ 0. */
  setWriteBufferLimits(limits: WriteLimitsOptions): void {
    this.#limits.set(limits);
  }

  /**
   * Switches to TLS. Call it from `dataReceived`, when the server agrees, or while reading is paused from there.
   *
   * @throws {UpstreamError} when the handshake fails. This ends the connection.
   * @throws {Error} as `Connection.startTls`, while a read is pending, and while paused reading holds back bytes.
   */
  async startTls(): Promise<void> {
    const unread = "cannot start TLS while a read is under way: it could return plain bytes";
    return this.#connection.startTls(this.#reading ? unread : undefined);
  }

  /** Sends all written bytes, then closes. During `startTls` it aborts. Calls `connectionLost` at the end. */
  close(): void {
    if (this.#closing) return;
    this.#closing = true;
    this.resumeReading();
    this.#connection.close().catch(ignore);
  }

  /** Drops the connection at once. Unsent bytes may be lost. `connectionLost` gets no error. */
  abort(): void {
    this.#closing = true;
    this.#connection.abort();
  }

  async #read(): Promise<void> {
    for (;;) {
      await this.#mayRead();
      this.#reading = true;
      const data = this.#closing ? undefined : await this.#connection.read().catch(ignore);
      // Bytes that came while reading was being paused wait for `resumeReading`.
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
    // In its own turn, because a callback that ended the connection may still be running.
    queueMicrotask(() => {
      const lostBy = this.#thrown ?? (failure && { reason: failure });
      this.#callbacks.lost(...(lostBy === undefined ? [] : [lostBy.reason]));
    });
  }
}

function ignore(): void {}
