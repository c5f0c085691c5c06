// asyncio's Process: a child isolate, with its pipes as streams.
import { ChunkList } from "../streams/chunk-list.ts";
import { StreamReader } from "../streams/stream-reader.ts";
import type { StreamWriter } from "../streams/stream-writer.ts";
import type { ExitStatus } from "./exit-status.ts";
import type { SubprocessProtocol } from "./subprocess-protocol.ts";
import type { SubprocessTransport } from "./subprocess-transport.ts";

/** The result of `communicate`. */
export interface Communicated extends ExitStatus {
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
}

/** A running program. `spawn` creates it. `await using` kills it at the end of the block, and waits for its end. */
export class Process implements AsyncDisposable {
  /** Standard output, until its end. At most `maxStdoutBytes` wait here to be read. */
  readonly stdout: StreamReader;
  /** Standard error and the console, in the order of the writes, up to `maxStderrBytes`. */
  readonly stderr: StreamReader;
  readonly #transport: SubprocessTransport;

  constructor(transport: SubprocessTransport, { streams }: StreamProtocol) {
    this.#transport = transport;
    this.stdout = new StreamReader(streams[1].readable, { maxBytes: Infinity });
    this.stderr = new StreamReader(streams[2].readable, { maxBytes: Infinity });
  }

  /**
   * Standard input. Close it if the program reads to the end. After the process has ended, `drain` and `close` reject.
   */
  get stdin(): StreamWriter {
    return this.#transport.stdin;
  }

  /** The end of the process. `undefined` while it runs. Like asyncio's `returncode`. */
  get exitStatus(): ExitStatus | undefined {
    return this.#transport.exitStatus;
  }

  /** Resolves when the process has ended. Unlike asyncio's, it cannot hang on unread output. */
  async wait(): Promise<ExitStatus> {
    return this.#transport.closed;
  }

  /** Writes `input`, closes standard input, reads both outputs, and waits. The process need not read its input. */
  async communicate(input: string | Uint8Array = ""): Promise<Communicated> {
    this.stdin.write(input);
    void this.stdin.close();
    const [stdout, stderr, status] = await Promise.all([this.stdout.read(), this.stderr.read(), this.wait()]);
    return { ...status, stdout, stderr };
  }

  /** Kills the process. See `SubprocessTransport.kill` for its limits. */
  kill(): void {
    this.#transport.kill();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill();
    await this.wait();
  }
}

/** The protocol of a `Process`: it passes data to streams. Like asyncio's `SubprocessStreamProtocol`. */
export class StreamProtocol implements SubprocessProtocol {
  readonly streams = { 1: new Output(), 2: new Output() };

  pipeDataReceived(fd: 1 | 2, data: Uint8Array): void {
    this.streams[fd].push(data);
  }

  pipeConnectionLost(fd: 0 | 1 | 2): void {
    if (fd !== 0) this.streams[fd].end();
  }
}

/** A stream that accepts all data at once. The transport limits it, and small pieces are joined while they wait. */
class Output {
  readonly readable: ReadableStream<Uint8Array>;
  readonly #chunks = new ChunkList();
  #ended = false;
  #cancelled = false;
  #wake = (): void => undefined;

  constructor() {
    this.readable = new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          if (this.#chunks.length === 0 && !this.#ended) await new Promise<void>((resolve) => (this.#wake = resolve));
          if (this.#cancelled) return;
          const waiting = this.#chunks.at(0);
          if (waiting === undefined) controller.close();
          else controller.enqueue(this.#chunks.take(waiting.length));
        },
        cancel: () => {
          this.#cancelled = true;
          this.#chunks.clear();
          this.#wake();
        },
      },
      { highWaterMark: 0 },
    );
  }

  push(data: Uint8Array): void {
    if (this.#cancelled) return;
    this.#chunks.push(data);
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }
}
