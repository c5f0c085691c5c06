// The last layer, and the only code that calls the platform's fetch.
import type { Send } from "../call/fetch.ts";
import { decodedResponse } from "./decoded-response.ts";

/** Sends the request unchanged. Redirects are returned as answers. The attempt becomes the answer. */
export const send: Send = async function send({ url, method, headers, body }, attempt) {
  attempt.noteSent();
  const response = await fetch(url, { method, headers, body, signal: attempt.signal, redirect: "manual" });
  attempt.noteHeaders();
  const { status } = response;
  if (status < 200 || status > 599) {
    await response.body?.cancel();
    throw new Error(`unexpected response status ${status}`);
  }
  attempt.response = decodedResponse(response);
  return attempt;
};
