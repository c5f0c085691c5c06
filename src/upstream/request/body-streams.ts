// The bodies that one request has handed out as streams: a handler may return one.
import type { MeteredBody } from "../body/metered-body.ts";

/** Bodies by their streams, and by what these are piped through. */
export class BodyStreams {
  /** Whether there is any. Asking an answer for its body costs something. */
  any = false;
  readonly #bodies = new WeakMap<ReadableStream, MeteredBody>();

  /** Remembers that `body` is read through `stream`. */
  keep(stream: ReadableStream, body: MeteredBody): void {
    this.any = true;
    this.#bodies.set(stream, body);
    const pipeThrough = stream.pipeThrough.bind(stream);
    stream.pipeThrough = <T>(pair: ReadableWritablePair<T>, options?: StreamPipeOptions): ReadableStream<T> => {
      const piped = pipeThrough(pair, options);
      this.keep(piped, body);
      return piped;
    };
  }

  /** The body that is read through `stream`; `undefined` for any other stream, and for one that is in use. */
  of(stream: ReadableStream): MeteredBody | undefined {
    return stream.locked ? undefined : this.#bodies.get(stream);
  }
}
