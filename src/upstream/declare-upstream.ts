// Declares an upstream once: its name, origin, policy, request and answer. After that, a call is one typed line.
import type * as z from "zod";
import { type CachePolicy, checkCachePolicy, type Found, throughCache } from "./answer-cache.ts";
import type { Abortable } from "../gather/abortable.ts";
import type { CallInit, Reply } from "./request/call-init.ts";
import { type CallContext, scopeOf } from "./request/call-context.ts";
import { bigPath, exactJson } from "./body/exact-json.ts";
import { registerDeclaration } from "./declarations.ts";
import { fieldOf } from "./field-of.ts";
import { declaredHealth } from "./call/health.ts";
import { classifyReply } from "./body/classify-reply.ts";
import { type Reason, UpstreamError } from "./call/outcome.ts";
import { outputOf } from "./output-of.ts";
import { type RequestParts, requestOf } from "./request-parts.ts";

/** The variables in wrangler.toml that hold origins. After adding one, run `npm run prepare`. */
export type OriginVariable = Extract<keyof Env, `${string}_ORIGIN`>;

/** The policy of an upstream: options of its calls, and whether its answers are cached. */
export interface UpstreamPolicy extends Pick<
  CallInit,
  "timeoutMs" | "retries" | "hedgeMs" | "maxBytes" | "idempotent" | "layer"
> {
  /** How long answers to GET requests are kept. @default not kept */
  readonly cache?: CachePolicy;
}

/** The declaration of an upstream. */
export interface Declaration<Input, Answer extends z.ZodType> {
  /** The name in errors, timings, logs and the cache. Also the key of its breaker. It must be unique. */
  readonly name: string;
  /** The variable of its origin. Calls may go there. A redirect from there needs `ALLOWED_ORIGINS`. */
  readonly origin: OriginVariable;
  readonly policy?: UpstreamPolicy;
  /** Returns the request for `input`. `env` has the secrets. */
  readonly request: (input: Input, env: Env) => RequestParts;
  /**
   * The schema of its answer: JSON, or text if the content type is not JSON. A `transform` changes the shape for the
   * handler. An integer past 2^53 is `invalid`, unless its field is `bigInteger()`.
   */
  readonly answer: Answer;
}

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
export function declareUpstream<Input = void, Answer extends z.ZodType = z.ZodType>({
  name,
  origin: variable,
  policy: { cache, ...policy } = {},
  request,
  answer,
}: Declaration<Input, Answer>): Upstream<Input, Answer> {
  type Data = z.output<Answer>;
  if (cache !== undefined) checkCachePolicy(cache);
  registerDeclaration(name, variable);
  const health = declaredHealth(name);

  async function callUpstream(context: CallContext, input: Input): Promise<Data> {
    const scope = scopeOf(context);
    const call = context.open(name);
    const { signal } = call;
    const { env, origins, caching } = scope.worker;
    const origin = origins.get(variable);
    if (origin === undefined)
      throw new Error(`${variable} is not set: upstream ${JSON.stringify(name)} needs its origin`);
    try {
      const { url, id, ...init } = requestOf(name, origin, request(input, env));
      const found = await (id === undefined ? ask(call) : scope.singleFlight.run(`${name} ${id}`, signal, ask));
      if (found.cached?.state === "hit") scope.note(call);
      if (found.failure !== undefined) call.failed(found.failure);
      call.cached = found.cached;
      return found.data;

      async function ask(shared: { readonly signal: Abortable }): Promise<Found<Data>> {
        call.signal = shared.signal;
        const send = (): Promise<Reply> => scope.read(url, { ...policy, ...init, origin, health, call });
        if (id === undefined || cache === undefined || !caching) return { data: await read(await send()) };
        return throughCache({ scope, upstream: name, id, signal: shared.signal, ask: send, read }, cache);
      }
    } catch (reason) {
      const error = signal.aborted && reason === signal.reason ? call.stopped(reason) : reason;
      throw error instanceof UpstreamError ? call.failed(error) : error;
    } finally {
      call.end();
    }
  }

  return Object.assign(callUpstream, { answer: outputOf(answer) });

  /** Checks a reply against the declaration. */
  async function read({ status, headers, bytes }: Reply): Promise<Data> {
    let hasBig = false;
    const {
      reason,
      fault = "",
      content,
    } = classifyReply(status, headers, bytes, function readJson(body) {
      const json = exactJson(body);
      hasBig = json.hasBig;
      return json.value;
    });
    if (reason !== undefined) throw failed(reason, fault, status);
    const { data, error, success } = await answer.safeParseAsync(content.body);
    if (!success) {
      const [issue] = error.issues;
      throw undeclared("undeclared_shape", issue?.path ?? [], issue?.message ?? "", status);
    }
    const path = hasBig ? bigPath(data) : undefined;
    if (path === undefined) return data;
    const what = "JavaScript cannot hold this number; declare an integer as bigInteger()";
    throw undeclared("inexact_number", path, what, status);
  }

  function undeclared(reason: Reason, path: readonly PropertyKey[], what: string, status: number): UpstreamError {
    return failed(reason, `answered differently than declared: ${fieldOf(path)}: ${what}`, status);
  }

  function failed(reason: Reason, what: string, status: number): UpstreamError {
    const error = new UpstreamError(name, reason, what);
    error.status = status;
    return error;
  }
}
