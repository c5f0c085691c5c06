// One TCP connection on the platform's sockets: every wait ends with the connection, and every failure has its name. Streams and transports
// are made of it.
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
  #reading = false;
  #upgraded = false;
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

  /** Resolves to the bytes that have come, to `undefined` at their end or when the connection has been closed here. @throws `UpstreamError`. */
  async read(): Promise<Uint8Array | undefined> {
    this.#reading = true;
    try {
      const { done, value } = await this.life.orOver(this.#reader.read());
      return done ? undefined : value;
    } catch (reason) {
      if (this.#closing) return undefined;
      throw this.life.fail(reason);
    } finally {
      this.#reading = false;
    }
  }

  /** Resolves when the platform has taken `bytes`. @throws `UpstreamError`. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#written = this.#writer.write(bytes);
    return this.#named(this.#written);
  }

  /** Tells the other side that no more will come; what it sends can still be read. @throws `UpstreamError`. */
  async closeWriting(): Promise<void> {
    return this.#named(this.#writer.close());
  }

  /**
   * Goes on encrypted, once all that was written is sent. The certificate must be for the address's hostname.
   *
   * @throws `UpstreamError`; `Error` while a read is under way, because it would take the first bytes of the handshake; `TypeError` where the
   * connection was not opened with `tls: "startTls"`.
   */
  async startTls(): Promise<void> {
    if (this.#socket.secureTransport !== "starttls" || this.#upgraded)
      throw new TypeError('only a connection opened with tls: "startTls" can go on encrypted, once');
    if (this.#reading) throw new Error("a read is under way: it would take what the TLS handshake needs");
    this.#upgraded = true;
    await this.#named(this.#written);
    this.life.phase = "in its TLS handshake";
    this.#reader.releaseLock();
    this.#writer.releaseLock();
    this.#socket = this.#socket.startTls();
    this.#socket.closed.catch(ignore);
    this.#reader = (this.#socket.readable as ReadableStream<Uint8Array>).getReader();
    this.#writer = (this.#socket.writable as WritableStream<Uint8Array>).getWriter();
    await this.#named(this.#socket.opened);
    this.life.phase = "once connected";
  }

  /** Closes both directions when all that was written is sent. Calling it again does nothing. @throws `UpstreamError`. */
  async close(): Promise<void> {
    if (this.life.over.aborted) return;
    this.#closing = true;
    await this.#named(this.#socket.close());
    this.life.end();
  }

  /** Gives the connection up: what is not sent yet may be lost. */
  abort(): void {
    this.#closing = true;
    this.life.end();
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
