// An answer put together from parts, some of which may be missing. The handler says what the parts are and gathers them; this tells how each
// went, in the way that was asked for.
import type { Context, TypedResponse } from "hono";
import type { JSONParsed } from "hono/utils/types";
import { type Failure, failureOf, namely } from "../upstream/failure-of.ts";
import { decisive } from "../upstream/outcome.ts";
import { deliver, deliveryOf, type Emit } from "./deliver.ts";
import type { PartReport } from "./merged-answer.ts";
import { Parts } from "./parts.ts";
import { internalProblem, Problem, problemDocument, problemOf, upstreamProblem } from "./problem.ts";
import type { AppEnv } from "./scope.ts";
import { summaryOf } from "./summary.ts";

type Merged<T> = ReturnType<typeof summaryOf> & T & { parts: Record<string, PartReport> };

/**
 * Answers with the parts that `body` returns and how each went: in one document, or a line or event for each as it comes. Where one is missing
 * `Gather-Complete` is `false` and the answer is not to be cached.
 *
 * The first part that is there decides the status, also of a stream: nothing is sent before it, so that a failure until then has a status of
 * its own. A later one ends the stream with a summary that holds the problem.
 *
 * @throws what `body` throws; `Problem` 502 or 504 where a required part, or every part, is missing.
 */
export async function merge<T extends object>(
  c: Context<AppEnv>,
  body: (parts: Pick<Parts, "required" | "optional">) => Promise<T>,
): Promise<Response & TypedResponse<JSONParsed<Merged<T>>, 200, "json">> {
  const { scope } = c.var;
  const delivery = deliveryOf(c);
  const opened = Promise.withResolvers<void>();
  const stream = Promise.withResolvers<Emit>();
  let isOpen = false;

  const parts = new Parts(scope, async function tell({ key, report, there }) {
    if (there !== undefined) opened.resolve();
    isOpen ||= there !== undefined;
    if (delivery === "application/json" || !isOpen) return;
    const emit = await stream.promise;
    // A client that has left is the scope's to notice.
    await emit("result", { key, ...there, ...report }).catch(() => undefined);
  });
  const work = answered();

  if (delivery === "application/json") {
    const answer = { ...(await work), parts: parts.reports };
    const complete = parts.count.missing === 0;
    const headers = { "Gather-Complete": String(complete), ...(!complete && { "Cache-Control": "no-store" }) };
    return c.json({ ...summaryOf(scope, complete), ...answer }, 200, headers) as never;
  }

  await Promise.race([opened.promise, work]);
  return deliver(c, delivery, async function tellAll(emit) {
    stream.resolve(emit);
    const problem = await work.then(
      () => undefined,
      (error: unknown) => problemDocument(problemOf(error) ?? internalProblem(error)),
    );
    const complete = problem === undefined && parts.count.missing === 0;
    await emit("summary", { ...summaryOf(scope, complete), ...(problem && { problem }) });
  }) as never;

  async function answered(): Promise<T> {
    try {
      const answer = await body(parts);
      if (parts.count.there > 0 || parts.count.missing === 0) return answer;
      throw failed(allMissing(parts.reports));
    } catch (error) {
      const failure = error instanceof Problem ? undefined : failureOf(error);
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
