// Streams with given chunks. They count pulls.

export function bytes(string: string): Uint8Array {
  return new TextEncoder().encode(string);
}

export function text(data: Uint8Array): string {
  return new TextDecoder().decode(data);
}

/** A stream of `chunks`, one for each pull. */
export function streamOf(...chunks: readonly (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  const left = chunks.values();
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const { done, value } = left.next();
        if (done) controller.close();
        else controller.enqueue(typeof value === "string" ? bytes(value) : value);
      },
    },
    { highWaterMark: 0 },
  );
}

export interface OpenStream {
  readonly stream: ReadableStream<Uint8Array>;
  readonly send: (chunk: string) => void;
  readonly end: () => void;
  readonly fail: (reason: unknown) => void;
  /** The reasons of cancellations, in order. */
  readonly cancelled: unknown[];
}

/** A stream that the test writes to. */
export function openStream(): OpenStream {
  let control: ReadableStreamDefaultController<Uint8Array> | undefined;
  const cancelled: unknown[] = [];
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => void (control = controller),
    cancel: (reason) => void cancelled.push(reason),
  });
  return {
    stream,
    send: (chunk) => control?.enqueue(bytes(chunk)),
    end: () => control?.close(),
    fail: (reason) => control?.error(reason),
    cancelled,
  };
}
