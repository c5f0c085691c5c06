// One plan, three deliveries: a document, lines of JSON, and events. The streams begin before the plan has ended.
import * as z from "zod";
import { readEvents } from "../../../src/streams/read-events.ts";
import { readJsonLines } from "../../../src/streams/read-json-lines.ts";
import { arrivals, type Arrival, cameApart } from "../arrivals.ts";
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
  const document = await jsonOf(await ask(target, path, question), Document);
  const lines = await ask(target, path, { ...question, accept: "application/x-ndjson" });
  const told = [judged("NDJSON", await arrivals(readJsonLines(lines.body, target)), document.complete)];
  const events = await ask(target, path, { ...question, accept: "text/event-stream" });
  const data = (await arrivals(readEvents(events.body, target))).map(({ value, atMs }) => ({
    value: JSON.parse(value.data) as unknown,
    atMs,
  }));
  told.push(judged("events", data, document.complete));
  return told.join("; ");
}

function judged(name: string, all: readonly Arrival<unknown>[], complete: boolean): string {
  const summary = Summary.safeParse(all.at(-1)?.value);
  holds(summary.success, `${name} do not end with a summary`);
  holds(
    summary.data.complete === complete,
    `${name} say that complete is ${summary.data.complete}; the document does not`,
  );
  const results = all.slice(0, -1).map(({ value }) => Result.safeParse(value));
  const [first] = results;
  holds(
    first?.success === true && results.every(({ success }) => success),
    `${name} have no results before the summary`,
  );
  const { startMs, totalMs } = first.data.timing;
  return `${name}: ${results.length} results, ${cameApart(all, summary.data.elapsedMs - startMs - totalMs)}`;
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
