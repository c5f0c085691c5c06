// `/seen`: how a test on the other side of a socket learns what happened here. Asking is not counted.
import type { ServerResponse } from "node:http";
import * as z from "zod";
import type { Exchange } from "./exchange.ts";
import { pause } from "./pause.ts";
import { integer, readQuery, tallyKey } from "./read-query.ts";
import { sendJson } from "./send-json.ts";
import { type Counts, Tally } from "./tally.ts";

const fields = Object.keys(new Tally().counts);

const Question = z.strictObject({
  key: tallyKey(),
  until: z.string().transform(readGoal).optional(),
  withinMs: integer(0, 60_000).default(5_000),
});

interface Goal {
  field: keyof Counts;
  atLeast: number;
}

function readGoal(text: string, context: z.RefinementCtx): Goal {
  const [, field = "", atLeast] = /^(\w+):(\d{1,15})$/.exec(text) ?? [];
  if (isField(field)) return { field, atLeast: Number(atLeast) };
  context.addIssue(`must be field:number, the field one of ${fields.join(", ")}`);
  return z.NEVER;
}

function isField(name: string): name is keyof Counts {
  return fields.includes(name);
}

/**
 * `GET` answers with the counts of `key`; with `until=field:number`, as soon as that field is at least that number, or with 408 and the
 * counts after `withinMs` (5,000). `DELETE` forgets the key and answers 204. Other methods get 405.
 *
 * Caveat: a question that waits while its key is forgotten waits for the forgotten tally.
 */
export async function askSeen({ request, response, query, seen }: Exchange): Promise<void> {
  const { key, until, withinMs } = readQuery(Question, query);
  if (request.method === "DELETE") {
    seen.forget(key);
    response.writeHead(204).end();
    return;
  }
  if (request.method !== "GET" && request.method !== "HEAD") {
    sendJson(response, 405, { error: `${request.method} is not for /seen` }, { allow: "GET, HEAD, DELETE" });
    return;
  }
  const tally = seen.tally(key);
  const reached = !until || (await reaches(tally, until, withinMs, response));
  sendJson(response, reached ? 200 : 408, tally.counts);
}

async function reaches(tally: Tally, goal: Goal, withinMs: number, response: ServerResponse): Promise<boolean> {
  if (tally.counts[goal.field] >= goal.atLeast) return true;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const stop = tally.watch(function check() {
    if (tally.counts[goal.field] >= goal.atLeast) resolve(true);
  });
  // Its timer goes with the response, as answering closes that.
  void pause(withinMs, response).then(() => resolve(false));
  return promise.finally(stop);
}
