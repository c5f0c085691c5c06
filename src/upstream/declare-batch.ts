// Many ids in one call: each part of an answer asks for one, and those asked for in the same turn are sent together.
import type * as z from "zod";
import { sleep } from "../gather/index.ts";
import { noteSameCost } from "./call-cost.ts";
import { UpstreamError } from "./call/outcome.ts";
import { declareUpstream, type Sending, type Upstream } from "./declare-upstream.ts";
import { held } from "./held-to-schema.ts";
import type { Login } from "./login.ts";
import { outputOf } from "./output-of.ts";
import { type CallContext, scopeOf } from "./request/call-context.ts";
import type { Scope } from "./request/scope.ts";
import { sharedContext } from "./request/shared-context.ts";
import type { Place } from "./targets.ts";

/** All there is to know of an upstream that is asked for many ids at once. */
export type BatchDeclaration<Id extends string | number, All extends z.ZodType, Answer extends z.ZodType> = Place &
  Sending<readonly Id[]> & {
    /** Its name in errors, timings and logs. Must be unique. */
    readonly name: string;
    /** The most ids that one call may have. More are sent in further calls. */
    readonly most: number;
    /** What it answers for all ids. Be lenient with what belongs to one id: `answer` checks that for each alone. */
    readonly all: All;
    /** Finds what belongs to `id`; `undefined` if the answer lacks it, which fails those who asked for it. */
    readonly pick: (all: z.output<All>, id: Id) => unknown;
    /** What it answers for one id. */
    readonly answer: Answer;
    readonly login?: Login;
  };

/** Ids that are sent together. */
interface Chunk<Id> {
  readonly key: string;
  readonly ids: Set<Id>;
}

/**
 * Makes the function that asks for one id. Ids that one request asks for in the same turn are one call, each id once.
 *
 * ```ts
 * const price = declareBatch({ name: "prices", origin: "PRICES_ORIGIN", most: 50,
 *   request: (ids: readonly string[]) => ({ path: "/prices", query: { id: ids } }),
 *   all: z.record(z.string(), z.unknown()), pick: (all, id) => all[id], answer: z.number() });
 * gather(ids.map((id) => (each) => price(each, id)), { context: call })
 * ```
 *
 * If the call fails, it fails for all who asked. An id that is missing or not as declared fails alone, as `invalid`. The
 * call is cancelled when all who asked have left.
 *
 * @throws `RangeError` unless `most` is a whole number from 1; what `declareUpstream` throws.
 */
export function declareBatch<Id extends string | number, All extends z.ZodType, Answer extends z.ZodType>(
  declaration: BatchDeclaration<Id, All, Answer>,
): Upstream<Id, Answer> {
  const { name, most, all, pick, answer } = declaration;
  if (!Number.isSafeInteger(most) || most < 1) throw new RangeError(`most must be a whole number from 1, not ${most}`);
  const askAll = declareUpstream<readonly Id[], All>({ ...declaration, answer: all });
  const open = new WeakMap<Scope, Chunk<Id>>();
  let chunks = 0;

  async function askOne(context: CallContext, id: Id): Promise<z.output<Answer>> {
    const scope = scopeOf(context);
    const call = context.open(name);
    const { signal } = call;
    try {
      signal.throwIfAborted();
      const chunk = chunkFor(scope, id);
      const found = await scope.singleFlight.run(chunk.key, signal, async function askTogether(flight) {
        const shared = sharedContext(scope, flight.signal);
        await sleep(0, shared);
        if (open.get(scope) === chunk) open.delete(scope);
        return askAll(shared, [...chunk.ids]);
      });
      const one = pick(found, id);
      if (one === undefined)
        throw new UpstreamError(name, "undeclared_shape", `answered without ${JSON.stringify(id)}`);
      return await held(name, answer, one);
    } catch (reason) {
      const error = signal.aborted && reason === signal.reason ? call.stopped(reason) : reason;
      throw error instanceof UpstreamError ? call.failed(error) : error;
    } finally {
      call.end();
    }
  }

  /** The chunk that `id` joins. */
  function chunkFor(scope: Scope, id: Id): Chunk<Id> {
    const known = open.get(scope);
    if (known !== undefined && (known.ids.has(id) || known.ids.size < most)) {
      known.ids.add(id);
      return known;
    }
    const chunk = { key: `batch ${name} ${++chunks}`, ids: new Set([id]) };
    open.set(scope, chunk);
    return chunk;
  }

  const upstream = Object.assign(askOne, { answer: outputOf(answer) });
  noteSameCost(upstream, askAll);
  return upstream;
}
