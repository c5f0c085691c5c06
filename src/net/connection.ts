// One TCP connection on the platform's sockets. Every wait ends with the connection, and every error is an
// UpstreamError. Streams and transports build on it.
import { compact } from "../streams/compact.ts";
import type { Address } from "./address.ts";
import type { ConnectionLife } from "./connection-life.ts";

/** Facts about a connection. */
export interface ConnectionInfo {
  /** `tcp://hostname:port`. */
  readonly address: string;
  /** True if the bytes are encrypted. */
  readonly secure: boolean;
}

/** An open connection. */
export class Connection {
  readonly life: ConnectionLife;
  readonly #address: Address;
  #socket: Socket;
  #reader: ReadableStreamDefaultReader<Uint8Array>;
  #writer: WritableStreamDefaultWriter<Uint8Array>;
  #written: Promise<void> = Promise.resolve();
  /** Pending during the TLS handshake. Writes are refused, reads and the end wait, and `abort` works. */
  #securing: Promise<void> | undefined;
  #writingEnded = false;
  #closing = false;

  constructor(life: ConnectionLife, address: Address, socket: Socket) {
    this.life = life;
    this.#address = address;
    this.#socket = socket;
    this.#reader = (socket.readable as ReadableStream<Uint8Array>).getReader();
    this.#writer = (socket.writable as WritableStream<Uint8Array>).getWriter();
    // Aborting the stream instead would make workerd keep the socket until the request ends.
    life.whenOver(() => void this.#socket.close().catch(ignore));
  }

  get info(): ConnectionInfo {
    return { address: this.#address.origin, secure: this.#socket.secureTransport === "on" };
  }

  /**
   * Resolves to the next bytes, or to `undefined` at the end or after `close`. A read that starts during `startTls`
   * gets the first encrypted bytes.
   *
   * @throws {UpstreamError} when the connection fails.
   */
  async read(): Promise<Uint8Array | undefined> {
    try {
      // Await only if needed: `startTls` relies on a read having started when this method returns.
      if (this.#securing !== undefined) await this.#securing;
      const { done, value } = await this.life.orOver(this.#reader.read());
      return done ? undefined : compact(value);
    } catch (reason) {
      if (this.#closing) return undefined;
      throw this.life.fail(reason);
    }
  }

  /** True while `startTls` is running. */
  get isSecuring(): boolean {
    return this.#securing !== undefined && !this.life.over.aborted;
  }

  /** Call this before every write. @throws {Error} during `startTls`: the bytes would be sent unencrypted. */
  checkWritable(): void {
    if (this.isSecuring) throw new Error("cannot write during the TLS handshake");
  }

  /** Resolves when the platform has taken `bytes`. @throws {UpstreamError} when the connection fails. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#written = this.#writer.write(bytes);
    return this.#named(this.#written);
  }

  /** Ends the outgoing side, after a running `startTls`. The other side can still send. @throws {UpstreamError} */
  async closeWriting(): Promise<void> {
    this.#writingEnded = true;
    if (this.#securing !== undefined) await this.#securing;
    return this.#named(this.#writer.close());
  }

  /**
   * Starts TLS when `sent` has resolved, by default when all written bytes are sent. The certificate must be for the
   * hostname of the address. `unread` is an error message for plain bytes that were not read, or may still come: they
   * would look like encrypted ones.
   *
   * @throws {UpstreamError} when the handshake fails. This ends the connection.
   * @throws {Error} with `unread`, during another handshake, and after `close` or `closeWriting`.
   * @throws {TypeError} if the connection was not opened with `tls: "startTls"`.
   */
  async startTls(unread: string | undefined, sent: Promise<void> = this.#written): Promise<void> {
    if (this.life.over.aborted) throw this.life.fail(this.life.over.reason);
    if (this.#securing !== undefined) throw new Error("the TLS handshake is under way");
    if (this.#socket.secureTransport !== "starttls")
      throw new TypeError('startTls() needs a connection opened with tls: "startTls", and works only once');
    if (this.#closing || this.#writingEnded) throw new Error("cannot start TLS: the connection is being closed");
    if (unread !== undefined) throw new Error(unread);
    this.#securing = this.#secure(sent);
    return this.#securing;
  }

  /** Closes both directions after the last write; during `startTls` at once. Works once. @throws {UpstreamError} */
  async close(): Promise<void> {
    if (this.life.over.aborted) return;
    // As in asyncio: the other side may never finish the handshake.
    if (this.#securing !== undefined) return this.abort();
    this.#closing = true;
    await this.#named(this.#socket.close());
    this.life.end();
  }

  /** Drops the connection. Bytes that are not sent yet may be lost. */
  abort(): void {
    this.#closing = true;
    this.life.end();
  }

  async #secure(sent: Promise<void>): Promise<void> {
    try {
      await this.life.orOver(sent);
      // The connection may have been closed in the same turn.
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
