// Answers as a real upstream once did, at the pace at which it did. `/misbehave` works as with a stand-in.
import type { RecordedCall } from "../record/recording.ts";
import { readRequest } from "../record/redact-request.ts";
import type { Exchange } from "./exchange.ts";
import { followRecipe } from "./follow-recipe.ts";
import { type Recipe, readRecipe } from "./recipe.ts";
import { recipeFor } from "./recipe-for.ts";
import { replayLines } from "./replay-lines.ts";
import { servedAt } from "./served-at.ts";

const faultless = readRecipe(new URLSearchParams());

/** Answers the request if it was recorded, and returns whether it was. */
export async function replay(exchange: Exchange): Promise<boolean> {
  const { request, response, path, query, seen, misbehaviours, recordings } = exchange;
  const double = servedAt(path, recordings);
  if (double === undefined || !recordings.has(path)) return false;
  const { method = "GET", headers } = request;
  const body = (await exchange.body()) ?? new Uint8Array();
  if (response.destroyed) return true;
  const contentType = headers["content-type"];
  const call = recordings.find(readRequest({ method, target: `${path}?${query.toString()}`, contentType, body }));
  if (call === undefined) return false;

  const visit = seen.receive(double.key, request, response);
  const misbehaviour = misbehaviours.at(path, double.servedAt, query.toString());
  const own = recipeOf(call, double.key);
  if (misbehaviour !== undefined) {
    const n = misbehaviour.receive();
    await followRecipe(exchange, recipeFor(own, misbehaviour, n, query), n, visit);
    return true;
  }
  for (const [name, value] of Object.entries(call.headers)) response.setHeader(name, value);
  if (call.body !== undefined && "lines" in call.body) await replayLines(exchange, call, call.body.lines, visit);
  else await followRecipe(exchange, own, visit.n, visit);
  return true;
}

/** The recorded answer in the language of `/fault`. */
function recipeOf({ status, headers, timing, body }: RecordedCall, key: string): Recipe {
  const contentType = headers["content-type"] ?? "application/octet-stream";
  const paced = { ...faultless, key, status, contentType, delayMs: timing.headersMs, bodyDelayMs: timing.bodyMs };
  if (body === undefined) return { ...paced, body: "" };
  if ("base64" in body) return { ...paced, hex: Buffer.from(body.base64, "base64").toString("hex") };
  if ("lines" in body) return { ...paced, body: body.lines.map(({ text }) => text).join("") };
  return { ...paced, body: "json" in body ? JSON.stringify(body.json) : body.text };
}
