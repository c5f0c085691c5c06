// The text that `npm run record` prints of one recording: what was kept and what was left out.
import type { EndpointAnswer } from "./ask-endpoint.ts";
import type { RecordedCall } from "./recording.ts";
import type { Take } from "./take-recording.ts";

interface Recorded extends Take {
  readonly answer: EndpointAnswer;
  /** Absent if nothing was written. */
  readonly file: string | undefined;
  /** Where a secret was taken out. */
  readonly redacted: readonly string[];
}

/** A paragraph for a person. */
export function summaryOf({ recording, left, leftHeaders, answer, file, redacted }: Recorded): string {
  const { method, path, query } = recording.endpoint;
  const complete = answer.complete ? "" : ", not complete";
  const lines = [`${method} ${path}${query === "" ? "" : `?${query}`} answered ${answer.status}${complete}`];
  lines.push(...recording.calls.map(callLine));
  if (redacted.length > 0) lines.push(`  redacted: ${redacted.join(", ")}`);
  if (leftHeaders.length > 0) lines.push(`  headers left out: ${leftHeaders.join(", ")}`);
  for (const call of left)
    lines.push(`  not recorded: ${call.variable} ${call.method} ${call.target}: ${call.failure}: ${call.why}`);
  lines.push(
    file === undefined
      ? "  nothing was written: the endpoint called no declared upstream that answered"
      : `  written: ${file}`,
  );
  return lines.join("\n");
}

function callLine({ variable, request, status, timing, body }: RecordedCall): string {
  const { method, path, query } = request;
  const bytes = body === undefined ? 0 : JSON.stringify(body).length;
  const times = `${Math.round(timing.headersMs)} + ${Math.round(timing.bodyMs)} ms`;
  return `  ${variable} ${method} ${path}${query === "" ? "" : `?${query}`}  ${status}, ${times}, ${bytes} bytes`;
}
