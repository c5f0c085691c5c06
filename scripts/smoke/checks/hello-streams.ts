// The lines of /hello reach the client when they are printed. No proxy on the way holds them back.
import * as z from "zod";
import { readJsonLines } from "../../../src/streams/read-json-lines.ts";
import { arrivals, cameApart, type Read } from "../arrivals.ts";
import { ask } from "../ask.ts";
import { type Check, holds, type Target } from "../check.ts";

/** Milliseconds that the tasks sleep between their two lines. */
const DELAY_MS = 1_000;

const Line = z.object({ text: z.string() });

export const helloStreams: Check = {
  name: "lines as they happen",
  route: "GET /hello",
  async run(target) {
    return cameApart(await readHello(target), () => readHello(target));
  },
};

async function readHello(target: Target): Promise<Read> {
  const response = await ask(target, `/hello?times=3&delayMs=${DELAY_MS}`, { accept: "application/x-ndjson" });
  const all = await arrivals(readJsonLines(response.body, target));
  const texts = all.map(({ value }) => Line.parse(value).text).join();
  holds(texts === "Hello World,".repeat(3) + "Hello Again,Hello Again,Hello Again", `/hello printed ${texts}`);
  return { all, gapMs: DELAY_MS };
}
