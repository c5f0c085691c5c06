// Bodies that are large: one megabyte of JSON through a declared upstream, and a stream that is handed on or read.
import { type Context, Hono } from "hono";
import type { AppEnv } from "../../../src/middleware/scope.ts";
import { declareUpstream } from "../../../src/upstream/declare-upstream.ts";
import { LargeAnswer } from "../stacks/large-answer.ts";

/** Bytes that the stream may have: more than it has. */
const MAX_STREAM_BYTES = 200_000_000;

const large = declareUpstream({
  name: "large",
  origin: "FORECAST_ORIGIN",
  request: () => ({ path: "/json" }),
  answer: LargeAnswer,
});

/**
 * `GET /json` counts the records of the large body. `/passed` hands the upstream's stream on, `/read` counts its
 * bytes.
 */
export const largeRoutes = new Hono<AppEnv>()
  .get("/json", async (c) => c.json((await large(c.var.scope)).items.length))
  .get("/passed", async (c) => new Response(await streamOf(c)))
  .get("/read", async function readStream(c) {
    let bytes = 0;
    for await (const chunk of (await streamOf(c)) ?? []) bytes += chunk.byteLength;
    return c.json(bytes);
  });

async function streamOf({ var: { scope }, env }: Context<AppEnv>): Promise<ReadableStream<Uint8Array> | null> {
  const { body } = await scope.fetch(`${env.FORECAST_ORIGIN}/stream`, { maxBytes: MAX_STREAM_BYTES });
  return body;
}
