// An answer put together from parts, some of which may be missing. The handler says what the parts are and gathers them; this tells how each
// went, in the way that was asked for.
import type { Context, TypedResponse } from "hono";
import type { JSONParsed } from "hono/utils/types";
import { type Failure, failureOf } from "../upstream/failure-of.ts";
import { namely } from "../upstream/namely.ts";
import { decisive } from "../upstream/outcome.ts";
import { comesBack, deliver, deliveryOf, type Emit, nothingMore } from "./deliver.ts";
import { checkNames, type PartReport } from "./merged-answer.ts";
import { Parts } from "./parts.ts";
import { type Problem, problemDocument, problemIn, upstreamProblem } from "./problem.ts";
import { toProblem } from "./problem-handlers.ts";
import type { AppEnv } from "./scope.ts";
import { summaryOf } from "./summary.ts";

type Merged<T> = ReturnType<typeof summaryOf> & T & { parts: Record<string, PartReport> };

/** How long a handler that does not heed the deadline is waited for, as a share of the time kept for answering: longer than its parts. */
const STRAGGLER_SHARE = 0.7;

/**
 * Answers with what `body` returns and how each of its parts went: in one document; or, as `Accept` asks for it, with a line or event for each part
 * as it comes. Where one is missing, `complete` and the header `Gather-Complete` are `false`, and the answer is not to be cached.
 *
 * The first part that is there decides the status, also of a stream: nothing is sent before it, so that a failure until
 * then has a status of its own. A later one ends the stream with a summary that holds the problem. A body or part that
 * does not heed the deadline is left behind. An EventSource that asks again when its stream has ended is answered 204,
 * and `body` is not called.
 *
 * @throws what `body` throws; `Problem` 502 or 504 where a required part, or every part, is missing; `TypeError` for a task that was returned
 * instead of gathered, and for a part that is called `complete`, `elapsedMs`, `subrequests` or `parts`.
 *
 * Caveat: a stream sends what the parts resolve to, not what `body` makes of them. What is not for the client must not leave its part.
 */
export async function merge<T extends object>(
  c: Context<AppEnv>,
  body: (parts: Pick<Parts, "required" | "optional">) => Promise<T>,
): Promise<Response & TypedResponse<JSONParsed<Merged<T>>, 200, "json">> {
  const { scope } = c.var;
  const delivery = deliveryOf(c);
  if (comesBack(c, delivery)) return nothingMore(c) as never;
  const opened = Promise.withResolvers<void>();
  const stream = Promise.withResolvers<Emit>();
  const telling: Promise<void>[] = [];
  let isOver = false;

  // Not waited for here: how fast a client reads is no matter of the handler's deadline.
  const parts = new Parts(scope, function tell({ key, report, there }) {
    if (delivery === "application/json" || isOver) return;
    const told = stream.promise.then((emit) => emit("result", { key, ...there, ...report }));
    told.catch(() => undefined);
    telling.push(told);
    if (there !== undefined) opened.resolve();
  });
  const work = answered();

  if (delivery === "application/json") {
    const answer = await work;
    const complete = parts.count.missing === 0;
    const headers = { "Gather-Complete": String(complete), ...(!complete && { "Cache-Control": "no-store" }) };
    const whole = { ...summaryOf(scope, complete), ...answer, parts: parts.reports };
    return c.json(whole, 200, headers) as never;
  }

  await Promise.race([opened.promise, work]);
  return deliver(c, delivery, async function tellAll(emit) {
    stream.resolve(emit);
    // What was told before a failure comes before the summary; what could not be told, being no JSON, is a failure.
    const problem = await work
      .then(() => Promise.all(telling))
      .then(
        () => undefined,
        (error: unknown) => problemDocument(toProblem(error)),
      );
    await Promise.allSettled(telling);
    isOver = true;
    const complete = problem === undefined && parts.count.missing === 0;
    await emit("summary", { ...summaryOf(scope, complete), ...(problem && { problem }) });
  }) as never;

  async function answered(): Promise<T> {
    try {
      const answer = await scope.orEnd(body(parts), STRAGGLER_SHARE);
      checkNames(answer);
      const forgotten = Object.entries(answer).find(([, value]) => typeof value === "function");
      if (forgotten !== undefined)
        throw new TypeError(`part ${JSON.stringify(forgotten[0])} is a task that was not run`);
      const { there, missing } = parts.count;
      if (there > 0 || missing === 0) return answer;
      throw failed(allMissing(parts.reports));
    } catch (error) {
      const failure = problemIn(error) === undefined ? failureOf(error) : undefined;
      throw failure === undefined ? error : failed(failure);
    }
  }

  function failed({ outcome, message }: Failure): Problem {
    const headers = { "Gather-Complete": "false" };
    const extensions = { ...summaryOf(scope, false), parts: parts.reports };
    return upstreamProblem(outcome, message, { headers, extensions });
  }
}

function allMissing(reports: Parts["reports"]): Failure {
  const ends = Object.entries(reports).map(([key, { outcome }]) => `${JSON.stringify(key)} ended as ${outcome}`);
  const outcome = decisive(Object.values(reports).map((report) => report.outcome));
  return { outcome, message: `no part is there: ${namely(ends)}` };
}
