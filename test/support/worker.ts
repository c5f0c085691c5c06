// Talks to the Worker under test, and asks the local upstreams what they saw. The Worker is the built one over HTTP, or the one that the
// tests share an isolate with.
import { inject, onTestFinished } from "vitest";
import * as z from "zod";
import { GatherAnswer } from "../../src/routes/gather/gather-answer.ts";
import { registerOrigin } from "../../src/upstream/declarations.ts";
import { API_KEY } from "./settings.ts";
import { PROBLEM_TYPES } from "./problem-type.ts";

// Settings are read once, so that a suite in the same isolate would declare an upstream too late.
registerOrigin("FORECAST_ORIGIN");

/** Requests a path of the Worker. What the built one answers must be as its OpenAPI document says. */
export async function get(path: string, init?: RequestInit): Promise<Response> {
  const built = inject("worker");
  if (built !== undefined) {
    const response = await fetch(built + path, init);
    const { conforms } = await import("./conforms.ts");
    await conforms(built, init?.method ?? "GET", path, response.clone());
    return response;
  }
  const runtime = "cloudflare:workers";
  const { exports } = (await import(/* @vite-ignore */ runtime)) as { exports: { default: { fetch: typeof fetch } } };
  return exports.default.fetch(new Request(`https://worker.test${path}`, init));
}

/** The body as text. (`response.text()` makes workerd warn of types that it does not know for text.) */
export async function textOf(response: Response): Promise<string> {
  return new TextDecoder().decode(await response.arrayBuffer());
}

/** The lines of an NDJSON body, each parsed; fails where the last is cut short. */
export async function linesOf(response: Response): Promise<unknown[]> {
  const text = await textOf(response);
  if (!text.endsWith("\n")) throw new Error(`the last line is not whole: ${text.slice(-200)}`);
  return text
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
}

/** Posts `body` (a string goes as it is) to `/gather`. */
export function postGather(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return post("/gather", body, headers);
}

/** Posts `body` (a string goes as it is) to a path that wants a key. */
export function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return get(path, posting(body, headers));
}

/** A request that posts `body` as JSON (a string goes as it is), with a key. */
export function posting(body: unknown, headers: Record<string, string> = {}): RequestInit {
  return {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${API_KEY}`, ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  };
}

/** The answer, or the problem that has its members besides. */
const Gathered = GatherAnswer.loose();

/** Reads what `/gather` answered, also when that was a failure. */
export async function gathered(response: Response): Promise<z.output<typeof Gathered>> {
  return Gathered.parse(await response.json());
}

/** The outcomes of an answer of `/gather`, in order. */
export async function outcomes(response: Response): Promise<string[]> {
  return Object.values((await gathered(response)).results).map(({ outcome }) => outcome);
}

const Problem = z.looseObject({
  type: z.string().startsWith(PROBLEM_TYPES),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  errors: z.array(z.strictObject({ field: z.string(), message: z.string() })).optional(),
});

/** Reads a problem document; fails where the answer is none. */
export async function problem(response: Response): Promise<z.output<typeof Problem>> {
  if (response.headers.get("Content-Type") !== "application/problem+json")
    throw new Error(`no problem: ${await response.text()}`);
  const document = Problem.parse(await response.json());
  if (document.status !== response.status) throw new Error(`${response.status} says ${document.status}`);
  return document;
}

/**
 * Makes a stand-in fail until the test ends, as `query` says: `path=/v1/forecast&match=latitude%3D59.9&status=500`. With `match`, tests that run
 * beside this one are not disturbed.
 */
export async function standInMisbehaves(query: string): Promise<void> {
  const url = `${inject("upstreams")}/misbehave`;
  const response = await fetch(`${url}?${query}`, { method: "POST" });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  const { path } = Object.fromEntries(new URLSearchParams(query));
  onTestFinished(async () => {
    await (await fetch(`${url}?path=${encodeURIComponent(path ?? "")}`, { method: "DELETE" })).body?.cancel();
  });
}

const Seen = z.record(z.string(), z.number());

/** What the upstreams counted under `key`; waits until `until` (`field:atLeast`) holds. */
export async function seenUnder(key: string, until?: string): Promise<Record<string, number>> {
  return seenAt(inject("upstreams"), key, until);
}

async function seenAt(origin: string, key: string, until?: string): Promise<Record<string, number>> {
  const response = await fetch(`${origin}/seen?key=${key}${until === undefined ? "" : `&until=${until}`}`);
  if (!response.ok) throw new Error(`${until} did not come true: ${await response.text()}`);
  return Seen.parse(await response.json());
}

/** A corner of the local upstreams that counts for one test alone. */
export interface Corner {
  readonly origin: string;
  /** The URL of an upstream that behaves as the query says. */
  readonly fault: (recipe?: string) => string;
  /** What the upstreams saw; waits until `until` (`field:atLeast`) holds. */
  readonly seen: (until?: string) => Promise<Record<string, number>>;
  /** What they saw, once they are busy with nothing any more; rejects when that does not come about. */
  readonly idle: () => Promise<Record<string, number>>;
}

let corners = 0;

/** A corner of the upstreams at `origin`, by default those that all tests share. */
export function corner(origin = inject("upstreams")): Corner {
  const key = `${crypto.randomUUID()}-${++corners}`;
  const seen = (until?: string): Promise<Record<string, number>> => seenAt(origin, key, until);
  return {
    origin,
    fault: (recipe = "") => `${origin}/fault?key=${key}&${recipe}`,
    seen,
    async idle() {
      const giveUpAt = Date.now() + 3_000;
      for (;;) {
        const counts = await seen();
        if (counts["waitingForHeaders"] === 0 && counts["openBodies"] === 0) return counts;
        if (Date.now() > giveUpAt) throw new Error(`something is left upstream: ${JSON.stringify(counts)}`);
      }
    },
  };
}
