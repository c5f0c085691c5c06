// The last step, and the only place that touches the platform's fetch.
import type { Fetch } from "./fetch.ts";

/** Sends the request as it is; redirects come back as answers. */
export const send: Fetch = async function send({ url, method, headers, body }, { signal, trace }) {
  trace.noteSent();
  const response = await fetch(url, { method, headers, body, signal, redirect: "manual" });
  trace.noteHeaders();
  return { response, signal, release };
};

function release(): void {}
