// The lines of /hello reach the client when they are printed. No proxy on the way holds them back.
import * as z from "zod";
import { readJsonLines } from "../../../src/streams/read-json-lines.ts";
import { arrivals, cameApart } from "../arrivals.ts";
import { ask } from "../ask.ts";
import { type Check, holds } from "../check.ts";

/** Milliseconds that the tasks sleep between their two lines. */
const DELAY_MS = 1_000;

const Line = z.object({ text: z.string() });

export const helloStreams: Check = {
  name: "lines as they happen",
  route: "GET /hello",
  async run(target) {
    const response = await ask(target, `/hello?times=3&delayMs=${DELAY_MS}`, { accept: "application/x-ndjson" });
    const lines = await arrivals(readJsonLines(response.body, target));
    const texts = lines.map(({ value }) => Line.parse(value).text).join();
    holds(texts === "Hello World,".repeat(3) + "Hello Again,Hello Again,Hello Again", `/hello printed ${texts}`);
    return cameApart(lines, DELAY_MS);
  },
};
