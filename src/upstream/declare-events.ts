// An upstream that answers with server-sent events, such as a model that writes token by token.
import type * as z from "zod";
import { readEvents } from "../streams/read-events.ts";
import { SizeLimitError } from "../streams/size-limit-error.ts";
import { UpstreamError } from "./call/outcome.ts";
import { registerName } from "./declarations.ts";
import type { UpstreamPolicy } from "./declare-upstream.ts";
import { held } from "./held-to-schema.ts";
import type { CallInit } from "./request/call-init.ts";
import { type CallContext, scopeOf } from "./request/call-context.ts";
import { type RequestParts, requestOf } from "./request-parts.ts";
import { type Place, targetsOf } from "./targets.ts";

/** All there is to know of an upstream that streams events. */
export type EventsDeclaration<Input, Event extends z.ZodType> = Place & {
  /** Its name in errors, timings and logs, and the key of its breaker. Must be unique. */
  readonly name: string;
  /** `firstByteMs` limits the wait for the headers, `idleMs` the silence between two chunks, `timeoutMs` the whole. */
  readonly policy?: Omit<UpstreamPolicy, "cache"> & Pick<CallInit, "idleMs">;
  /** Makes the request for `input`. `env` has the secrets. */
  readonly request: (input: Input, env: Env) => RequestParts;
  /** The shape of each event's data, which is read as JSON. */
  readonly event: Event;
  /**
   * The data of the last event, such as `[DONE]`. A stream that ends without it was cut short.
   * @default any end is the end
   */
  readonly end?: string;
};

/** A declared upstream of events: a function that calls it and yields what it sends. */
export type Events<Input, Event extends z.ZodType> = (
  call: CallContext,
  input: Input,
) => AsyncGenerator<z.output<Event>, void, undefined>;

/**
 * Makes the function that calls the upstream and yields its events as they arrive. The call starts with the first
 * `next()`. Leaving the loop early ends it.
 *
 * ```ts
 * for await (const token of model(call, "A haiku about lamps")) await write(token);
 * ```
 *
 * @throws `Error` for a name that another declaration has. From the loop: `UpstreamError`, as a declared upstream does.
 * Another content type and an event that is not as declared are `invalid`. A stream that is cut short is `network`.
 *
 * Caveat: comments that keep the connection alive count as chunks. Bound the wait for the first event yourself.
 */
export function declareEvents<Input = void, Event extends z.ZodType = z.ZodType>(
  declaration: EventsDeclaration<Input, Event>,
): Events<Input, Event> {
  const { name, policy, request, event, end } = declaration;
  registerName(name);
  const findTargets = targetsOf(name, declaration);

  return async function* events(context, input) {
    const scope = scopeOf(context);
    const targets = findTargets(scope.worker);
    const call = context.open(name);
    try {
      const { url, id: _, ...init } = requestOf(name, targets[0].origin ?? "", request(input, scope.worker.env));
      const headers = { accept: "text/event-stream", ...init.headers };
      const response = await scope.fetch(url, { ...policy, ...init, headers, targets, call });
      await checkAnswer(name, response);
      for await (const { data } of readEvents(response.body)) {
        if (data === end) return;
        yield await held(name, event, parsed(name, data), response.status);
      }
      if (end !== undefined) throw new UpstreamError(name, "body_broken", "ended its stream without the last event");
    } catch (reason) {
      const error =
        reason instanceof SizeLimitError
          ? new UpstreamError(name, "body_limit", `sent too large an event: ${reason.message}`)
          : reason;
      throw error instanceof UpstreamError ? call.failed(error) : error;
    } finally {
      call.end();
    }
  };
}

/** @throws `UpstreamError` for a status from 400 and for anything but events. */
async function checkAnswer(name: string, { status, headers, body }: Response): Promise<void> {
  const type = headers.get("Content-Type") ?? "no content type";
  const isEvents = /^text\/event-stream\s*(;|$)/i.test(type);
  if (status < 400 && isEvents) return;
  const error =
    status >= 400
      ? new UpstreamError(name, "answered_with_error", `answered ${status}`)
      : new UpstreamError(name, "undeclared_shape", `answered with ${type} instead of text/event-stream`);
  error.status = status;
  await body?.cancel();
  throw error;
}

function parsed(name: string, data: string): unknown {
  try {
    return JSON.parse(data);
  } catch (cause) {
    throw new UpstreamError(name, "broken_json", "sent an event with broken JSON", { cause });
  }
}
