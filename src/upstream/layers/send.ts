// The last step, and the only place that touches the platform's fetch.
import { decodedResponse } from "./decoded-response.ts";
import type { Fetch } from "../call/fetch.ts";

/** Sends the request as it is; redirects come back as answers. */
export const send: Fetch = async function send({ url, method, headers, body }, { signal, attempt }) {
  attempt?.noteSent();
  const response = await fetch(url, { method, headers, body, signal, redirect: "manual" });
  attempt?.noteHeaders();
  if (response.status < 200 || response.status > 599) {
    await response.body?.cancel();
    throw new Error(`status ${response.status} is none that an answer may have`);
  }
  return { response: decodedResponse(response), signal, release };
};

function release(): void {}
