// `POST …/chat/completions`: stands in for the APIs of two models, which stream what they write, token by token.
import type { StandIn } from "../../stand-in.ts";

/** Milliseconds between two pieces of a stream. */
const PIECE_MS = 20;

/** Bytes of a piece. A line of an event is longer, so each arrives in pieces, as it may from any server. */
const PIECE_BYTES = 100;

/** A model that says `words`, each as a token. The first event has a role and no content, as such APIs send it. */
function model(variable: string, key: string, words: readonly string[]): StandIn {
  const deltas = [{ role: "assistant" }, ...words.map((word) => ({ content: `${word} ` }))];
  const events = deltas.map((delta) => JSON.stringify({ object: "chat.completion.chunk", choices: [{ delta }] }));
  const text = [": alive", ...[...events, "[DONE]"].map((data) => `data: ${data}`), ""].join("\n\n");
  return {
    variable,
    key,
    methods: ["POST"],
    reply: () => ({
      status: 200,
      contentType: "text/event-stream",
      text,
      pieces: { chunkBytes: PIECE_BYTES, chunkDelayMs: PIECE_MS },
    }),
  };
}

export const firstModel = model("FIRST_MODEL_ORIGIN", "first-model", ["Light", "for", "long", "evenings."]);
export const secondModel = model("SECOND_MODEL_ORIGIN", "second-model", ["Reads", "as", "late", "as", "you."]);
