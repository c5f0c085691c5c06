// The request to an endpoint that made a recording, to be sent again.
import { CommandError } from "../run-command.ts";
import type { EndpointRequest } from "./ask-endpoint.ts";
import type { Recording } from "./recording.ts";
import { REDACTED } from "./redacted.ts";

/** The request. @throws `CommandError` if a secret was taken out of it. */
export function requestOf({ endpoint: { method, path, query, contentType, body } }: Recording): EndpointRequest {
  const target = `${path}${query === "" ? "" : `?${query}`}`;
  const text = body === undefined ? undefined : "json" in body ? JSON.stringify(body.json) : textOf(body);
  if (`${target}${text}`.includes(REDACTED))
    throw new CommandError(
      `${method} ${target} cannot be asked again: a secret was taken out of it. Delete its recording`,
    );
  return {
    method,
    target,
    ...(contentType !== undefined && { contentType }),
    ...(text !== undefined && { body: text }),
  };
}

function textOf(body: object): string {
  return "text" in body && typeof body.text === "string" ? body.text : "";
}
