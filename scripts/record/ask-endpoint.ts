// Asks an endpoint of the running Worker once.
import * as z from "zod";

/** Milliseconds an answer may take; the Worker's own deadline is far shorter. */
const ANSWER_WITHIN_MS = 120_000;

/** What the endpoint is asked. */
export interface EndpointRequest {
  readonly method: string;
  /** The path and query. */
  readonly target: string;
  readonly contentType?: string;
  readonly body?: string;
}

/** How it answered. */
export interface EndpointAnswer {
  readonly status: number;
  /** `false` if the answer says that it lacks something. */
  readonly complete: boolean;
  /** How each part of a merged answer ended. */
  readonly outcomes: Readonly<Record<string, string>>;
}

const Merged = z.looseObject({ parts: z.record(z.string(), z.looseObject({ outcome: z.string() })) });

/** Resolves to the answer's status and outcomes, when it has arrived whole. */
export async function askEndpoint(worker: string, request: EndpointRequest): Promise<EndpointAnswer> {
  const { method, target, contentType, body } = request;
  const response = await fetch(worker + target, {
    method,
    headers: {
      Accept: "application/json, */*;q=0.5",
      ...(contentType !== undefined && { "Content-Type": contentType }),
    },
    ...(body !== undefined && { body }),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  const { data } = Merged.safeParse(json(await response.text()));
  const outcomes = Object.entries(data?.parts ?? {}).map(([part, { outcome }]) => [part, outcome] as const);
  const complete = response.headers.get("Gather-Complete") !== "false";
  return { status: response.status, complete, outcomes: Object.fromEntries(outcomes) };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
