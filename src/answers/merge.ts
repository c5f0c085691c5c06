// An answer put together from parts, some of which may be missing. The handler names the parts; `merge` runs them and reports how each went,
// in the delivery that was asked for.
import type { Context, Input, TypedResponse } from "hono";
import type { JSONParsed } from "hono/utils/types";
import { gather } from "../gather/index.ts";
import { type Problem, problemDocument, problemIn } from "../problems/problem.ts";
import { upstreamProblem } from "../problems/upstream-problem.ts";
import { toProblem } from "../problems/to-problem.ts";
import type { AppEnv } from "../middleware/scope.ts";
import { type Failure, failureOf } from "../upstream/call/failure-of.ts";
import { summarize } from "../upstream/call/summarize.ts";
import { decisive } from "../upstream/call/outcome.ts";
import { scopeOf } from "../upstream/request/call-context.ts";
import { type Answering, shapeOf } from "./answers.ts";
import { checkMembers } from "./check-members.ts";
import { comesBack, deliver, deliveryOf, type Emit, nothingMore } from "./deliver.ts";
import { checkNames, type PartReport } from "./merged-answer.ts";
import type { OptionalPart, Part } from "./optional.ts";
import { NOT_WANTED, type PartRecord, Parts, type TasksOfParts } from "./parts.ts";
import { summaryOf } from "./summary.ts";

/** The answer that a route has declared with `answers`. */
type Declared<I> = I extends Answering<infer A> ? A : never;

/** A part that yields a `T`. Only a member that may be `null` can be optional. */
export type PartFor<T> = Part<T> | (null extends T ? OptionalPart<Exclude<T, null>> : never);

type Undeclared = "declare the answer with answers(…) before the handler";
type PlanFor<A> = [A] extends [never]
  ? Undeclared
  : { readonly [K in keyof A]: PartFor<A[K]> } | ((parts: TasksOfParts) => Promise<A>);
type Merged<A> = ReturnType<typeof summaryOf> & A & { parts: Record<string, PartReport> };
type Reply<A> = Promise<Response & TypedResponse<JSONParsed<Merged<A>>, 200, "json">>;

/** How long a handler that ignores the deadline is waited for, as a share of the time kept for answering: longer than its parts. */
const STRAGGLER_SHARE = 0.7;

/**
 * Answers with the values of parts and a report of how each went. All parts start at once; the first required one that fails stops the others.
 *
 * ```ts
 * merge(c, { news: (call) => news(call, topic), weather: optional((call) => forecast(call, home)) })
 * ```
 *
 * For steps that need each other, `plan` is a function: it makes tasks of parts, gathers them, and returns the members of the answer. A part that
 * is not a member is reported, and its value is not sent.
 *
 * ```ts
 * merge(c, async (parts) => {
 *   const { place } = await gather(parts({ place: (call) => findPlace(call, name) }));
 *   return { place, ...(await gather(parts({ air: optional((call) => airQuality(call, place)) }))) };
 * })
 * ```
 *
 * `Accept` decides the delivery: one document, or a line or event for each part as it ends. Where a part is missing, `complete` and the header
 * `Gather-Complete` are `false`, and the answer is not to be cached. The first part that is there decides the status, also of a stream: nothing
 * is sent before it. A later failure ends the stream with a summary that holds the problem. A part that ignores the deadline is left behind.
 * An EventSource that asks again when its stream has ended is answered 204, and no part is run.
 *
 * @throws `Problem` 502 or 504 where a required part, or every part, is missing; what a part or `plan` throws that is not an upstream's failure;
 * `TypeError` for a task that was returned instead of gathered.
 *
 * Caveat: streams send a part's value as it is. Remove private fields inside the part.
 */
export async function merge<I extends Input, P extends string>(
  c: Context<AppEnv, P, I>,
  plan: PlanFor<Declared<I>>,
): Reply<Declared<I>> {
  const { call } = c.var;
  const scope = scopeOf(call);
  const shape = shapeOf(c);
  const delivery = deliveryOf(c);
  if (comesBack(c, delivery)) return nothingMore(c) as never;
  const opened = Promise.withResolvers<void>();
  const stream = Promise.withResolvers<Emit>();
  const sending: Promise<void>[] = [];
  let isOver = false;

  // Not waited for here: how fast a client reads must not count against the handler's deadline.
  const parts = new Parts(call, function send({ key, report, there }) {
    if (delivery === "application/json" || isOver) return;
    const sent = stream.promise.then((emit) => {
      if (there !== undefined) checkMembers(c, { [key]: shape[key] }, { [key]: there.value });
      return emit("result", { key, ...(Object.hasOwn(shape, key) && there), ...report });
    });
    sent.catch(() => undefined);
    sending.push(sent);
    if (there !== undefined) opened.resolve();
  });
  const work = answered();

  if (delivery === "application/json") {
    const answer = await work;
    const complete = parts.count.missing === 0;
    const headers = { "Gather-Complete": String(complete), ...(!complete && { "Cache-Control": "no-store" }) };
    return c.json({ ...summaryOf(scope, complete), ...answer, parts: parts.reports }, 200, headers) as never;
  }

  await Promise.race([opened.promise, work]);
  return deliver(c, delivery, async function sendAll(emit) {
    stream.resolve(emit);
    // What was sent before a failure comes before the summary; a value that cannot be written as JSON is a failure.
    const problem = await work
      .then(() => Promise.all(sending))
      .then(
        () => undefined,
        (error: unknown) => problemDocument(toProblem(error)),
      );
    await Promise.allSettled(sending);
    isOver = true;
    const complete = problem === undefined && parts.count.missing === 0;
    await emit("summary", { ...summaryOf(scope, complete), ...(problem && { problem }) });
  }) as never;

  async function answered(): Promise<object> {
    try {
      const running =
        typeof plan === "function"
          ? (plan as (parts: TasksOfParts) => Promise<object>)(parts.tasks)
          : gather(parts.tasks(plan as PartRecord), { context: call });
      const answer = await scope.orEnd(running, STRAGGLER_SHARE);
      checkNames(answer);
      const forgotten = Object.entries(answer).find(([, value]) => typeof value === "function");
      if (forgotten !== undefined)
        throw new TypeError(`part ${JSON.stringify(forgotten[0])} is a task that was not run`);
      checkMembers(c, shape, answer);
      parts.endOpen();
      const { there, missing } = parts.count;
      if (there > 0 || missing === 0) return answer;
      throw failed(allMissing(parts.reports));
    } catch (error) {
      parts.endOpen();
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
  const { outcome, reason = NOT_WANTED.reason } = decisive(Object.values(reports)) ?? NOT_WANTED;
  return { outcome, reason, message: `no part is there: ${summarize(ends)}` };
}
