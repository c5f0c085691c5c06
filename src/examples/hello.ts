// The first program of this project: hello_world() coroutines that print, sleep and print again, gathered.
import { Hono } from "hono";
import * as z from "zod";
import { gather, sleep, type Task } from "../gather/index.ts";
import { accepted } from "../answers/deliver.ts";
import { query, wholeNumber } from "../middleware/input.ts";
import { rateLimit } from "../middleware/rate-limit.ts";
import type { AppEnv } from "../middleware/scope.ts";
import { describe } from "../openapi/docs.ts";
import { streamText } from "../answers/stream-text.ts";
import { NDJSON_SPACE, ndjsonLine, ndjsonTypes } from "../streams/ndjson.ts";
import { scopeOf } from "../upstream/request/call-context.ts";

/** Tasks of one program. A sleeping task holds about a kilobyte, and many programs run at once. */
const MAX_TIMES = 100;

/** Milliseconds of one program. Without this limit, a sequential run could go on for hours. */
const MAX_PROGRAM_MS = 60_000;

/** Milliseconds after which a program is cut off: its sleep, and time for a slow client to read a stream. */
const DEADLINE_MS = MAX_PROGRAM_MS + 10_000;

/** The query of `GET /hello`. */
export const HelloQuery = z
  .strictObject({
    times: wholeNumber(1, MAX_TIMES).default(3),
    delayMs: wholeNumber(0, 10_000).default(1_000),
    mode: z.enum(["concurrent", "sequential"]).default("concurrent"),
  })
  .refine(({ times, delayMs, mode }) => mode === "concurrent" || times * delayMs <= MAX_PROGRAM_MS, {
    path: ["times"],
    message: `times x delayMs may be at most ${MAX_PROGRAM_MS} in sequential mode`,
  });

/** A line that a task prints. NDJSON sends it unchanged. */
export const HelloLine = z.strictObject({
  task: z.int().positive(),
  text: z.enum(["Hello World", "Hello Again"]),
  atMs: z.int().nonnegative(),
});

type Line = z.output<typeof HelloLine>;

/** The answer as JSON. */
export const HelloAnswer = z.strictObject({
  mode: z.enum(["concurrent", "sequential"]),
  times: z.int(),
  delayMs: z.int(),
  elapsedMs: z.int().nonnegative(),
  lines: z.array(HelloLine),
});

const docs = describe({
  summary: "Coroutines that print, sleep and print again",
  answer: {
    description: "The lines, at the end or as they happen",
    json: HelloAnswer,
    line: HelloLine,
    text: true,
  },
});

/** `GET /hello`. */
export const hello = new Hono<AppEnv>().get("/hello", docs, rateLimit, query(HelloQuery), async function sayHello(c) {
  const scope = scopeOf(c.var.call);
  const { times, delayMs, mode } = c.req.valid("query");
  const startedAt = performance.now();
  const elapsedMs = (): number => Math.round(performance.now() - startedAt);

  async function program(print: (line: Line) => unknown): Promise<void> {
    const helloWorld = (task: number): Task<void> =>
      async function helloWorldTask({ signal }) {
        await print({ task, text: "Hello World", atMs: elapsedMs() });
        await sleep(delayMs, { signal });
        await print({ task, text: "Hello Again", atMs: elapsedMs() });
      };
    const tasks = Array.from({ length: times }, (_, index) => helloWorld(index + 1));
    await gather(tasks, { signal: scope.signal, concurrency: mode === "sequential" ? 1 : Infinity });
  }

  scope.setDeadline(DEADLINE_MS);
  const type = accepted(c, ["application/json", "text/plain", ...ndjsonTypes]);
  if (type === "text/plain") return streamText(c, { type }, (write) => program(({ text }) => write(`${text}\n`)));
  if (type !== "application/json")
    return streamText(c, { type, alive: NDJSON_SPACE }, (write) => program((line) => write(ndjsonLine(line))));
  const lines: Line[] = [];
  await program((line) => lines.push(line));
  return c.json({ mode, times, delayMs, elapsedMs: elapsedMs(), lines }, 200);
});
