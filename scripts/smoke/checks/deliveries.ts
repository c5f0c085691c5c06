// One plan, three deliveries: a document, lines of JSON, and events. The streams begin before the plan has ended.
import * as z from "zod";
import { readEvents } from "../../../src/streams/read-events.ts";
import { readJsonLines } from "../../../src/streams/read-json-lines.ts";
import { type Arrival, arrivals, cameApart, type Read } from "../arrivals.ts";
import { ask, jsonOf, type Question } from "../ask.ts";
import { type Check, holds, type Target } from "../check.ts";
import { callTo, REFUSED } from "./fan-out.ts";

const Result = z.looseObject({
  type: z.literal("result").optional(),
  key: z.union([z.string(), z.int()]),
  timing: z.looseObject({ startMs: z.number(), totalMs: z.number() }),
});
const Summary = z.looseObject({ type: z.literal("summary").optional(), complete: z.boolean(), elapsedMs: z.number() });
const Document = z.looseObject({ complete: z.boolean() });

/** Asks for one plan in each delivery and compares them. */
async function threeDeliveries(target: Target, path: string, question: Question): Promise<string> {
  const { complete } = await jsonOf(await ask(target, path, question), Document);
  const lines = (): Promise<Read> => readLines(target, path, question, complete);
  const events = (): Promise<Read> => readEventData(target, path, question, complete);
  const [firstLines, firstEvents] = [await lines(), await events()];
  return `NDJSON: ${await cameApart(firstLines, lines)}; events: ${await cameApart(firstEvents, events)}`;
}

async function readLines(target: Target, path: string, question: Question, complete: boolean): Promise<Read> {
  const { body } = await ask(target, path, { ...question, accept: "application/x-ndjson" });
  return checked("NDJSON", await arrivals(readJsonLines(body, target)), complete);
}

async function readEventData(target: Target, path: string, question: Question, complete: boolean): Promise<Read> {
  const { body } = await ask(target, path, { ...question, accept: "text/event-stream" });
  const events = await arrivals(readEvents(body, target));
  const data = events.map(({ value, atMs }) => ({ value: JSON.parse(value.data) as unknown, atMs }));
  return checked("events", data, complete);
}

/** Holds a stream to what the document said. */
function checked(name: string, all: readonly Arrival<unknown>[], complete: boolean): Read {
  const { data: summary } = Summary.safeParse(all.at(-1)?.value);
  holds(summary !== undefined, `${name} do not end with a summary`);
  holds(summary.complete === complete, `${name} say that complete is ${summary.complete}; the document does not`);
  const [first, ...others] = all.slice(0, -1).map(({ value }) => Result.safeParse(value));
  holds(
    first?.success === true && others.every(({ success }) => success),
    `${name} have no results before the summary`,
  );
  const { startMs, totalMs } = first.data.timing;
  return { all, gapMs: summary.elapsedMs - startMs - totalMs };
}

export const deliveries: Check = {
  name: "three deliveries of /gather",
  route: "POST /gather",
  keyed: true,
  run(target) {
    const requests = { there: callTo(target.upstream), refused: callTo(REFUSED) };
    return threeDeliveries(target, "/gather", { body: { requests } });
  },
};

export const cityDeliveries: Check = {
  name: "three deliveries of /city",
  route: "GET /city",
  run: (target) => threeDeliveries(target, "/city?name=Lisbon", {}),
};
