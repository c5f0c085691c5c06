// Turns a generator of text into a stream of bytes.

/**
 * Streams the texts of `generator` in UTF-8, no faster than they are read. Cancelling the stream ends the generator at
 * its next step.
 *
 * @example
 * return new Response(textStream(lines())); // async function* lines() { yield "a\n"; yield "b\n"; }
 */
export function textStream(generator: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const step: IteratorResult<string, unknown> = await generator.next();
      if (step.done === true) controller.close();
      else controller.enqueue(encoder.encode(step.value));
    },
    async cancel() {
      await generator.return(undefined);
    },
  });
}
