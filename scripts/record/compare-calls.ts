// One recorded call against the same call of now.
import { compareShapes } from "./compare-shapes.ts";
import type { RecordedBody, RecordedCall } from "./recording.ts";
import { sameRequest } from "./same-request.ts";
import { shapeOf } from "./shape-of.ts";

/** How a call drifted. `failing` is the upstream's trouble of the moment: it says nothing about the shape. */
export interface CallDrift {
  readonly kind: "same" | "values" | "shape" | "failing";
  readonly details: readonly string[];
}

/** Compares status, media type, shape and values, in this order. */
export function compareCalls(before: RecordedCall, now: RecordedCall): CallDrift {
  if (isFailing(now.status) && before.status !== now.status)
    return { kind: "failing", details: [`status ${now.status}, ${before.status} when it was recorded`] };
  const details: string[] = [];
  if (before.status !== now.status) details.push(`status: ${before.status}, now ${now.status}`);
  const [typeBefore, typeNow] = [mediaType(before), mediaType(now)];
  if (typeBefore !== typeNow) details.push(`content type: ${typeBefore}, now ${typeNow}`);
  if (details.length === 0) details.push(...compareShapes(shapeOf(before.body), shapeOf(now.body)));
  if (details.length > 0) return { kind: "shape", details };
  if (!sameRequest(before.request, now.request))
    return { kind: "values", details: ["the Worker asks it otherwise now"] };
  return { kind: contentOf(before.body) === contentOf(now.body) ? "same" : "values", details };
}

function isFailing(status: number): boolean {
  return status >= 500 || status === 429 || status === 408;
}

function mediaType({ headers }: RecordedCall): string {
  return headers["content-type"]?.split(";")[0]?.trim().toLowerCase() ?? "none";
}

/** A body as text, without the times of a stream's lines. */
function contentOf(body: RecordedBody | undefined): string {
  if (body === undefined) return "";
  return "lines" in body ? body.lines.map(({ text }) => text).join("") : JSON.stringify(body);
}
