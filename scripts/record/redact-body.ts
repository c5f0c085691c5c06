// Takes secrets out of a body, each part of it by what it is.
import { isStreamed } from "./decode-body.ts";
import { parsed } from "./parsed.ts";
import type { RecordedBody } from "./recording.ts";
import type { Redactor } from "./redactor.ts";

/** A body that cannot be searched without breaking it. */
export class UnsafeBodyError extends Error {
  override readonly name = "UnsafeBodyError";
}

const FORM = /^application\/x-www-form-urlencoded/i;

/** The body without secrets. @throws `UnsafeBodyError` for binary data that holds one. */
export function redactBody(body: RecordedBody, contentType: string, place: string, redactor: Redactor): RecordedBody {
  if ("json" in body) return { json: redactor.json(body.json, place) };
  if ("lines" in body)
    return { lines: body.lines.map(({ atMs, text }) => ({ atMs, text: redactLine(text, place, redactor) })) };
  if ("text" in body) {
    const { text } = body;
    return { text: FORM.test(contentType) ? redactor.pairs(text, place) : redactor.text(text, place) };
  }
  const bytes = Buffer.from(body.base64, "base64");
  // UTF-16 has a zero beside each letter.
  const readings = [bytes.toString("latin1"), bytes.toString("utf8"), bytes.toString("latin1").replaceAll("\0", "")];
  if (readings.some((text) => redactor.secrets.holds(text)))
    throw new UnsafeBodyError(`its binary body holds a secret`);
  return body;
}

/** Whether a request's body may be kept; a multipart body has another boundary each time. */
export function isKept(contentType: string): boolean {
  return !/^multipart\//i.test(contentType) && !isStreamed(contentType);
}

/** A line of NDJSON, or of an event stream with JSON after `data:`. */
function redactLine(line: string, place: string, redactor: Redactor): string {
  const [, before = "", content = "", end = ""] = /^(data: ?|)([^]*?)(\r?\n|)$/.exec(line) ?? [];
  const json = parsed(content);
  if (json === undefined) return redactor.text(line, place);
  const clean = redactor.json(json, place);
  return JSON.stringify(clean) === JSON.stringify(json) ? line : `${before}${JSON.stringify(clean)}${end}`;
}
