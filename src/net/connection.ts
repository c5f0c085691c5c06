// One TCP connection on the platform's sockets: every wait ends with the connection, and every failure has its name. Streams and transports
// are made of it.
import { compact } from "../streams/compact.ts";
import type { Address } from "./address.ts";
import type { ConnectionLife } from "./connection-life.ts";

/** What is known of a connection. */
export interface ConnectionInfo {
  /** `tcp://hostname:port`. */
  readonly address: string;
  /** Whether what is sent is encrypted. */
  readonly secure: boolean;
}

/** A connection that is made. */
export class Connection {
  readonly life: ConnectionLife;
  readonly #address: Address;
  #socket: Socket;
  #reader: ReadableStreamDefaultReader<Uint8Array>;
  #writer: WritableStreamDefaultWriter<Uint8Array>;
  #written: Promise<void> = Promise.resolve();
  /** While it goes from clear to encrypted: who writes is refused, who reads or ends waits, and who gives up does so. */
  #securing: Promise<void> | undefined;
  #writingEnded = false;
  #closing = false;

  constructor(life: ConnectionLife, address: Address, socket: Socket) {
    this.life = life;
    this.#address = address;
    this.#socket = socket;
    this.#reader = (socket.readable as ReadableStream<Uint8Array>).getReader();
    this.#writer = (socket.writable as WritableStream<Uint8Array>).getWriter();
    // Aborting the stream instead would keep workerd from closing the socket before the request is over.
    life.whenOver(() => void this.#socket.close().catch(ignore));
  }

  get info(): ConnectionInfo {
    return { address: this.#address.origin, secure: this.#socket.secureTransport === "on" };
  }

  /**
   * Resolves to the bytes that have come, to `undefined` at their end or when the connection has been closed here. Begun during `startTls`, to the
   * first that come encrypted.
   *
   * @throws `UpstreamError`.
   */
  async read(): Promise<Uint8Array | undefined> {
    try {
      // Only then: `startTls` relies on a read having begun when this returns.
      if (this.#securing !== undefined) await this.#securing;
      const { done, value } = await this.life.orOver(this.#reader.read());
      return done ? undefined : compact(value);
    } catch (reason) {
      if (this.#closing) return undefined;
      throw this.life.fail(reason);
    }
  }

  /** Whether `startTls` is under way. */
  get isSecuring(): boolean {
    return this.#securing !== undefined && !this.life.over.aborted;
  }

  /** To be asked before every write. @throws `Error` during `startTls`: it would go out in the clear. */
  checkWritable(): void {
    if (this.isSecuring) throw new Error("nothing can be written during the TLS handshake");
  }

  /** Resolves when the platform has taken `bytes`. @throws `UpstreamError`. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#written = this.#writer.write(bytes);
    return this.#named(this.#written);
  }

  /** Tells the other side that no more will come, after `startTls` where that is under way; what it sends can still be read. @throws `UpstreamError`. */
  async closeWriting(): Promise<void> {
    this.#writingEnded = true;
    if (this.#securing !== undefined) await this.#securing;
    return this.#named(this.#writer.close());
  }

  /**
   * Goes on encrypted, once `sent` has resolved: by default, when all that was written is sent. The certificate must be for the address's
   * hostname. `unread` says what came, or may still come, in the clear and has not been dealt with: it would pass for encrypted.
   *
   * @throws `UpstreamError` for whatever fails, which ends the connection; before it has begun, `Error` with `unread`, while another is under way,
   * and after `close` or `closeWriting`; `TypeError` where the connection was not opened with `tls: "startTls"`.
   */
  async startTls(unread: string | undefined, sent: Promise<void> = this.#written): Promise<void> {
    if (this.life.over.aborted) throw this.life.fail(this.life.over.reason);
    if (this.#securing !== undefined) throw new Error("the TLS handshake is under way");
    if (this.#socket.secureTransport !== "starttls")
      throw new TypeError('only a connection opened with tls: "startTls" can go on encrypted, once');
    if (this.#closing || this.#writingEnded) throw new Error("what is being closed cannot go on encrypted");
    if (unread !== undefined) throw new Error(unread);
    this.#securing = this.#secure(sent);
    return this.#securing;
  }

  /** Closes both directions when all that was written is sent; during `startTls`, at once. Calling it again does nothing. @throws `UpstreamError`. */
  async close(): Promise<void> {
    if (this.life.over.aborted) return;
    // As asyncio does: the other side may never end the handshake.
    if (this.#securing !== undefined) return this.abort();
    this.#closing = true;
    await this.#named(this.#socket.close());
    this.life.end();
  }

  /** Gives the connection up: what is not sent yet may be lost. */
  abort(): void {
    this.#closing = true;
    this.life.end();
  }

  async #secure(sent: Promise<void>): Promise<void> {
    try {
      await this.life.orOver(sent);
      // Sent, and then closed in the same turn.
      this.life.over.throwIfAborted();
      this.life.phase = "in its TLS handshake";
      this.#reader.releaseLock();
      this.#writer.releaseLock();
      this.#socket = this.#socket.startTls();
      this.#socket.closed.catch(ignore);
      this.#reader = (this.#socket.readable as ReadableStream<Uint8Array>).getReader();
      this.#writer = (this.#socket.writable as WritableStream<Uint8Array>).getWriter();
      await this.life.orOver(this.#socket.opened);
      this.life.phase = "once connected";
    } catch (reason) {
      throw this.life.fail(reason);
    } finally {
      this.#securing = undefined;
    }
  }

  async #named<T>(work: Promise<T>): Promise<T> {
    try {
      return await this.life.orOver(work);
    } catch (reason) {
      throw this.life.fail(reason);
    }
  }
}

function ignore(): void {}
