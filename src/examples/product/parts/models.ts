// Two model APIs that stream tokens. The first that says something wins; one that is silent is dropped.
import * as z from "zod";
import { type CallContext, declareEvents, gatherAny, UpstreamError } from "../../../endpoint.ts";

/** Milliseconds until one of them must have said something. */
const FIRST_TOKEN_MS = 2_000;

/** A piece of the answer: https://platform.openai.com/docs/api-reference/chat-streaming */
const Delta = z
  .object({ choices: z.array(z.object({ delta: z.object({ content: z.string().nullish() }) })) })
  .transform(({ choices: [choice] }) => choice?.delta.content ?? "")
  .pipe(z.string());

const shared = { policy: { firstByteMs: 1_000, idleMs: 1_000, timeoutMs: 30_000 }, event: Delta, end: "[DONE]" };
const json = (prompt: string) => ({ stream: true, messages: [{ role: "user", content: prompt }] });

const models = {
  "first-model": declareEvents({
    name: "first-model",
    origin: "FIRST_MODEL_ORIGIN",
    request: (prompt: string) => ({ path: "/v1/chat/completions", json: json(prompt) }),
    ...shared,
  }),
  "second-model": declareEvents({
    name: "second-model",
    origin: "SECOND_MODEL_ORIGIN",
    request: (prompt: string) => ({ path: "/openai/v1/chat/completions", json: json(prompt) }),
    ...shared,
  }),
};

/** Yields the tokens of the model whose first token comes first. The other one's request is ended. */
export async function* firstToSpeak(call: CallContext, prompt: string): AsyncGenerator<string> {
  const tasks = Object.entries(models).map(([name, model]) => async (own: CallContext) => {
    const tokens = model(own, prompt);
    return { first: await firstToken(name, tokens), tokens };
  });
  const { first, tokens } = await gatherAny(tasks, { context: call, timeoutMs: FIRST_TOKEN_MS });
  yield first;
  yield* tokens;
}

/** Skips empty tokens: headers, comments and a role do not count as content. */
async function firstToken(name: string, tokens: AsyncGenerator<string>): Promise<string> {
  for (;;) {
    const step: IteratorResult<string, void> = await tokens.next();
    if (step.done === true) throw new UpstreamError(name, "closed_without_answer", "ended without a token");
    if (step.value !== "") return step.value;
  }
}
