// The last layer, and the only code that calls the platform's fetch.
import type { Send } from "../call/fetch.ts";
import { decodedResponse } from "./decoded-response.ts";

/** Sends the request unchanged. Redirects are returned as answers. The attempt becomes the answer. */
export const send: Send = async function send({ url, origin, method, headers, body }, attempt) {
  attempt.noteSent();
  const init = { method, headers, body, signal: attempt.signal, redirect: "manual" } as const;
  const { target } = attempt;
  // A redirect may lead from a service to the network.
  const response = await (target.fetcher !== undefined && origin === target.origin
    ? target.fetcher.fetch(url, init)
    : fetch(url, init));
  attempt.noteHeaders();
  const { status } = response;
  if (status < 200 || status > 599) {
    await response.body?.cancel();
    throw new Error(`unexpected response status ${status}`);
  }
  attempt.response = decodedResponse(response);
  return attempt;
};
