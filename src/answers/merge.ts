// Merges parts into one answer. `merge` runs the parts and reports how each ended, in the delivery that the client
// wants.
import type { Context, Input, TypedResponse } from "hono";
import type { JSONParsed } from "hono/utils/types";
import { gather } from "../gather/index.ts";
import { type Problem, problemDocument, problemIn } from "../problems/problem.ts";
import { upstreamProblem } from "../problems/upstream-problem.ts";
import { toProblem } from "../problems/to-problem.ts";
import type { AppEnv } from "../middleware/scope.ts";
import { type Failure, failureOf } from "../upstream/call/failure-of.ts";
import { scopeOf } from "../upstream/request/call-context.ts";
import { allMissing } from "./all-missing.ts";
import { type Answering, declaredOf } from "./answers.ts";
import { cacheControlOf } from "./cache-control.ts";
import { checkMembers } from "./check-members.ts";
import { comesBack, deliver, deliveryOf, type Emit, nothingMore } from "./deliver.ts";
import { checkNames, type PartReport } from "./merged-answer.ts";
import type { OptionalPart, Part } from "./optional.ts";
import { type PartRecord, Parts, type TasksOfParts } from "./parts.ts";
import { summaryOf } from "./summary.ts";

/** The answer type that a route has declared with `answers`. */
type Declared<I> = I extends Answering<infer A> ? A : never;

/** A part with the result type `T`. An optional part needs a member that may be `null`, or a fallback of type `T`. */
export type PartFor<T> = Part<T> | OptionalPart<T, T>;

type Undeclared = "declare the answer with answers(…) before the handler";
type PlanFor<A> = [A] extends [never]
  ? Undeclared
  : { readonly [K in keyof A]: PartFor<A[K]> } | ((parts: TasksOfParts) => Promise<A>);
type Merged<A> = ReturnType<typeof summaryOf> & A & { parts: Record<string, PartReport> };
type Reply<A> = Promise<Response & TypedResponse<JSONParsed<Merged<A>>, 200, "json">>;

/** The share of the reserve after which a handler that ignores the deadline is left behind. Parts have less. */
const STRAGGLER_SHARE = 0.7;

/**
 * Answers with the values of parts and a report on each. All parts start at once. The first required part that fails
 * stops the others.
 *
 * For steps that depend on each other, `plan` is a function. It turns parts into tasks, gathers them, and returns the
 * members of the answer. A part that is not a member is reported, but its value is not sent.
 *
 * `Accept` decides the delivery: one document, or a line or event for each part as it ends. If a part is missing,
 * `complete` and the header `Gather-Complete` are `false`, and caches must not keep the answer. `cacheControlOf`
 * decides for a complete document. Nothing is sent before the
 * first successful part, which decides the status, also of a stream. After that, a failure ends the stream with a
 * summary that holds the problem. A part that ignores the deadline is left behind. An EventSource that reconnects after
 * the end of its stream gets 204, and no part runs.
 *
 * @example
 * merge(c, { news: (call) => news(call, topic), weather: optional((call) => forecast(call, home)) });
 *
 * @example
 * merge(c, async (parts) => {
 *   const { place } = await gather(parts({ place: (call) => findPlace(call, name) }));
 *   return { place, ...(await gather(parts({ air: optional((call) => airQuality(call, place)) }))) };
 * });
 *
 * @throws {Problem} 502 or 504 if a required part, or every part, is missing.
 * @throws {TypeError} for a task that was returned instead of gathered.
 * @throws Any other error of a part or of `plan` that is not an upstream failure.
 *
 * Caveat: streams send a part's value unchanged. Remove private fields inside the part.
 *
 * Caveat: a cache knows an answer by its URL and `Accept`. If a handler reads more of the request, such as a header or
 * `cf.country`, add that to `Vary`, or set `Cache-Control` on the response of `merge`.
 */
export async function merge<I extends Input, P extends string>(
  c: Context<AppEnv, P, I>,
  plan: PlanFor<Declared<I>>,
): Reply<Declared<I>> {
  const { call } = c.var;
  const scope = scopeOf(call);
  const declared = declaredOf(c);
  const { shape } = declared;
  const delivery = deliveryOf(c);
  if (comesBack(c, delivery)) return nothingMore(c) as never;
  const opened = Promise.withResolvers<void>();
  const stream = Promise.withResolvers<Emit>();
  const sending: Promise<void>[] = [];
  let isOver = false;

  // Not awaited here: a slow client must not use up the handler's deadline.
  const parts = new Parts(call, declared, function send({ key, report, end, sent: part }) {
    if (delivery === "application/json" || isOver) return;
    const sent = stream.promise.then((emit) => {
      if (part !== undefined) checkMembers(c, { [key]: shape[key] }, { [key]: part.value });
      return emit("result", { key, ...(Object.hasOwn(shape, key) && part), ...report });
    });
    sent.catch(() => undefined);
    sending.push(sent);
    if (end === "there") opened.resolve();
  });
  const work = answered();

  if (delivery === "application/json") {
    const answer = await work;
    const complete = parts.count.missing === 0;
    const cacheControl = complete ? cacheControlOf(c, parts.ended) : "no-store";
    const headers = { "Gather-Complete": String(complete), "Cache-Control": cacheControl };
    return c.json({ ...summaryOf(scope, complete), ...answer, parts: parts.reports }, 200, headers) as never;
  }

  await Promise.race([opened.promise, work]);
  return deliver(c, delivery, async function sendAll(emit) {
    stream.resolve(emit);
    // Parts that ended before a failure come before the summary. A value that JSON cannot represent is a failure.
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
