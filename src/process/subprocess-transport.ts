// asyncio's SubprocessTransport: the parent's side of a running process.
import { orAborted } from "../streams/or-aborted.ts";
import { StreamReader } from "../streams/stream-reader.ts";
import type { StreamWriter } from "../streams/stream-writer.ts";
import { ARGV_HEADER, CANNOT_LOAD, MAX_STDERR_HEADER } from "./child-wire.ts";
import { exited, type ExitStatus, messageOf, stopped } from "./exit-status.ts";
import { readFrames } from "./read-frames.ts";
import type { SpawnLimits } from "./spawn-options.ts";
import { StandardInput } from "./standard-input.ts";
import type { SubprocessProtocol } from "./subprocess-protocol.ts";

/** A process, from its start to its end. `subprocessExec` creates it. */
export class SubprocessTransport {
  /** Resolves to the status after `connectionLost`. @throws The error of a callback of the protocol. */
  readonly closed: Promise<ExitStatus>;
  readonly #protocol: SubprocessProtocol;
  readonly #limits: SpawnLimits;
  readonly #stdin: StandardInput;
  readonly #controller = new AbortController();
  readonly #left: { 1: number; 2: number };
  #exitStatus: ExitStatus | undefined;
  #stop: ExitStatus | undefined;
  #failure: { readonly reason: unknown } | undefined;

  /** Starts the process. `signal` kills it. */
  constructor(child: Fetcher, protocol: SubprocessProtocol, limits: SpawnLimits, signal: AbortSignal | undefined) {
    this.#protocol = protocol;
    this.#limits = limits;
    const { maxStdinBytes, maxStdoutBytes, maxStderrBytes } = limits;
    this.#stdin = new StandardInput(maxStdinBytes, () =>
      this.#end(stopped("too_much_input", `more than ${maxStdinBytes} bytes were written to it`)),
    );
    this.#left = { 1: maxStdoutBytes, 2: maxStderrBytes };
    this.#notify(() => protocol.connectionMade?.(this));
    this.closed = this.#run(child, signal);
    this.closed.catch(() => undefined);
  }

  /** Standard input. After the process has ended, `drain` and `close` reject. */
  get stdin(): StreamWriter {
    return this.#stdin.writer;
  }

  /** The end of the process. `undefined` while it runs. */
  get exitStatus(): ExitStatus | undefined {
    return this.#exitStatus;
  }

  /**
   * Ends the process. Its pending work is cancelled. Does nothing after the process has ended.
   *
   * Caveat: computing JavaScript is not interrupted, except by `cpuMs` on the edge.
   */
  kill(reason = "it was killed"): void {
    this.#end(stopped("killed", reason));
  }

  #end(status: ExitStatus): void {
    if (this.#exitStatus !== undefined) return;
    this.#stop ??= status;
    this.#controller.abort();
  }

  async #run(child: Fetcher, signal: AbortSignal | undefined): Promise<ExitStatus> {
    const { timeoutMs } = this.#limits;
    const expire = (): void => this.#end(stopped("timed_out", `it passed its ${timeoutMs} ms timeout`));
    const timer = setTimeout(expire, timeoutMs);
    const kill = (): void => this.kill(messageOf(signal?.reason));
    signal?.addEventListener("abort", kill);
    let inputLost = false;
    const loseInput = (error: Error | undefined): void => {
      if (!inputLost) this.#notify(() => this.#protocol.pipeConnectionLost?.(0, error));
      inputLost = true;
    };
    void this.#stdin.closed.then(loseInput);
    const status = await this.#ending(child);
    clearTimeout(timer);
    signal?.removeEventListener("abort", kill);
    this.#exitStatus = status;
    // Cancels pending work of the child.
    this.#controller.abort();

    const broken = status.ended === "exited" ? undefined : new Error(`the process has ended: ${status.message}`);
    this.#notify(() => this.#protocol.pipeConnectionLost?.(1, broken));
    this.#notify(() => this.#protocol.pipeConnectionLost?.(2, broken));
    const brokenPipe = new Error("the process has ended");
    this.#stdin.break(brokenPipe);
    loseInput(brokenPipe);
    this.#notify(() => this.#protocol.processExited?.());
    this.#notify(() => this.#protocol.connectionLost?.(this.#failure?.reason));
    if (this.#failure !== undefined) throw this.#failure.reason;
    return status;
  }

  async #ending(child: Fetcher): Promise<ExitStatus> {
    try {
      const status = await orAborted(this.#converse(child), this.#controller.signal);
      return this.#stop ?? status;
    } catch (error) {
      return this.#stop ?? stopped("lost", messageOf(error));
    }
  }

  async #converse(child: Fetcher): Promise<ExitStatus> {
    const headers = {
      [ARGV_HEADER]: this.#limits.argv,
      [MAX_STDERR_HEADER]: String(this.#limits.maxStderrBytes),
    };
    const { signal } = this.#controller;
    let response: Response;
    try {
      response = await child.fetch("http://child/", { method: "POST", headers, body: this.#stdin.readable, signal });
    } catch (error) {
      // The child answers before it loads the program. Without an answer, nothing could run.
      return exited(CANNOT_LOAD, messageOf(error));
    }
    const body: ReadableStream<Uint8Array> | null = response.body;
    if (body === null) throw new Error("it sent nothing");
    await using reader = new StreamReader(body);
    return await readFrames(reader, (fd, data) => this.#arrive(fd, data));
  }

  #arrive(fd: 1 | 2, data: Uint8Array): void {
    if (this.#stop !== undefined) return;
    const { maxStdoutBytes } = this.#limits;
    const kept = data.subarray(0, this.#left[fd]);
    this.#left[fd] -= kept.length;
    if (kept.length > 0) this.#notify(() => this.#protocol.pipeDataReceived?.(fd, kept));
    if (kept.length < data.length && fd === 1)
      this.#end(stopped("too_much_output", `it wrote more than ${maxStdoutBytes} bytes`));
  }

  /** Calls `callback`. An error must not keep the other callbacks from running. */
  #notify(callback: () => void): void {
    try {
      callback();
    } catch (reason) {
      this.#failure ??= { reason };
      this.kill("a callback of its protocol threw");
    }
  }
}
