// Declares an upstream once: its name, origin, policy, request and answer. After that, a call is one typed line.
import type * as z from "zod";
import { type Found, throughCache } from "./answer-cache.ts";
import { type CachePolicy, checkCachePolicy } from "./call/cache-policy.ts";
import type { Abortable } from "../gather/abortable.ts";
import type { CallInit, Reply } from "./request/call-init.ts";
import { type CallContext, scopeOf } from "./request/call-context.ts";
import { noteCost } from "./call-cost.ts";
import { registerName } from "./declarations.ts";
import { UpstreamError } from "./call/outcome.ts";
import type { Login } from "./login.ts";
import { outputOf } from "./output-of.ts";
import { readAnswer } from "./read-answer.ts";
import { type RequestParts, requestOf } from "./request-parts.ts";
import { countOf, type Place, targetsOf } from "./targets.ts";

/** The policy of an upstream: options of its calls, and whether its answers are cached. */
export interface UpstreamPolicy extends Pick<
  CallInit,
  "timeoutMs" | "firstByteMs" | "retries" | "hedgeMs" | "maxBytes" | "idempotent" | "layer" | "passDeadline"
> {
  /** How long answers to GET requests are kept. @default not kept */
  readonly cache?: CachePolicy;
}

/** A request whose answer may be kept. */
type GetParts = RequestParts & { readonly method?: "GET"; readonly json?: undefined; readonly body?: undefined };

/** What is sent, and how. A cache policy is for GET alone. */
export type Sending<Input> =
  | {
      readonly policy?: UpstreamPolicy & { readonly cache?: undefined };
      /** What to send for `input`. `env` has the secrets. */
      readonly request: (input: Input, env: Env) => RequestParts;
    }
  | { readonly policy: UpstreamPolicy; readonly request: (input: Input, env: Env) => GetParts };

/** All there is to know of an upstream. */
export type Declaration<Input, Answer extends z.ZodType> = Place &
  Sending<Input> & {
    /** Its name in errors, timings, logs and the cache, and the key of its breaker. Must be unique. */
    readonly name: string;
    /**
     * What it answers: JSON, or text where it does not call itself JSON. A `transform` gives it the shape that the
     * handler wants. An integer past 2^53 is `invalid`, unless its field is `bigInteger()`.
     */
    readonly answer: Answer;
    /** Asks for a token first, and once more after a 401. */
    readonly login?: Login;
  };

/** A declared upstream. Call it as a function. */
export interface Upstream<Input, Answer extends z.ZodType> {
  /**
   * Calls the upstream. Identical GETs of one request are sent once and share the answer: read it, do not change it.
   *
   * @throws {UpstreamError} `http_error` for a status from 400, `invalid` for an undeclared answer, else as
   * `call.read`.
   */
  (call: CallContext, input: Input): Promise<z.output<Answer>>;
  /** The schema of the result, for the answers of endpoints. */
  readonly answer: z.ZodType<z.output<Answer>>;
}

/**
 * Declares an upstream and returns the function that calls it.
 *
 * @example
 * const news = declareUpstream({
 *   name: "news",
 *   origin: "NEWS_ORIGIN",
 *   policy: { timeoutMs: 1_000, hedgeMs: 300 },
 *   request: (topic: string) => ({ path: "/latest", query: { topic } }),
 *   answer: z.object({ headlines: z.array(z.string()) }),
 * });
 * const { headlines } = await news(call, "weather");
 *
 * @throws {RangeError} for an invalid cache policy.
 * @throws {Error} for a name that is already declared.
 */
export function declareUpstream<Input = void, Answer extends z.ZodType = z.ZodType>(
  declaration: Declaration<Input, Answer>,
): Upstream<Input, Answer> {
  type Data = z.output<Answer>;
  const { name, request, answer, login } = declaration;
  const { cache, ...policy }: UpstreamPolicy = declaration.policy ?? {};
  if (cache !== undefined) checkCachePolicy(cache);
  registerName(name);
  const findTargets = targetsOf(name, declaration);
  const read = (reply: Reply): Promise<Data> => readAnswer(name, answer, reply);

  async function callUpstream(context: CallContext, input: Input): Promise<Data> {
    const scope = scopeOf(context);
    const call = context.open(name);
    const { signal } = call;
    const { worker } = scope;
    const targets = findTargets(worker);
    try {
      const { url, id, ...init } = requestOf(name, targets[0].origin ?? "", request(input, worker.env));
      if (cache !== undefined && id === undefined)
        throw new TypeError(
          `upstream "${name}" has a cache policy, and only answers to GET are kept, not to ${init.method}`,
        );
      if (id !== undefined) call.cachePolicy = cache;
      const found = await (id === undefined ? ask(call) : scope.singleFlight.run(`${name} ${id}`, signal, ask));
      if (found.cached?.state === "hit") scope.note(call);
      if (found.failure !== undefined) call.failed(found.failure);
      call.cached = found.cached;
      return found.data;

      async function ask(shared: { readonly signal: Abortable }): Promise<Found<Data>> {
        call.signal = shared.signal;
        const layer = layerOf(policy, login?.(context));
        const send = (): Promise<Reply> => scope.read(url, { ...policy, ...init, layer, targets, call });
        if (id === undefined || cache === undefined || !worker.caching) return { data: await read(await send()) };
        return throughCache({ scope, upstream: name, id, signal: shared.signal, ask: send, read }, cache);
      }
    } catch (reason) {
      const error = signal.aborted && reason === signal.reason ? call.stopped(reason) : reason;
      throw error instanceof UpstreamError ? call.failed(error) : error;
    } finally {
      call.end();
    }
  }

  const upstream = Object.assign(callUpstream, { answer: outputOf(answer) });
  noteCost(
    upstream,
    name,
    { ...policy, ...(cache && { cache }) },
    {
      origins: countOf(declaration),
      sends: login === undefined ? 1 : 2,
    },
  );
  return upstream;
}

/** The layers of an upstream's own: the policy's stands around the login. */
function layerOf({ layer }: UpstreamPolicy, login: CallInit["layer"]): CallInit["layer"] {
  return layer !== undefined && login !== undefined ? (next) => layer(login(next)) : (layer ?? login);
}
