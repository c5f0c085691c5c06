// The file format: one request to an endpoint, and the calls that its upstreams answered.
import * as z from "zod";

/** Bytes a body may have; the Worker itself reads no more of one. */
export const MAX_BODY_BYTES = 1_048_576;

/** Calls that one request may record; a Worker of the free plan can make 50. */
export const MAX_CALLS = 200;

/** Bytes that one file may have. Git and editors handle it. */
export const MAX_FILE_BYTES = 16 * 1_048_576;

const ms = z.number().nonnegative();

/** A body in the most readable form that keeps it: JSON, text with the times of its lines, text, or base64. */
const Body = z.union([
  z.strictObject({ json: z.unknown() }),
  z.strictObject({ lines: z.array(z.strictObject({ atMs: ms, text: z.string() })) }),
  z.strictObject({ text: z.string() }),
  z.strictObject({ base64: z.string() }),
]);

const RecordedRequest = z.strictObject({
  method: z.string(),
  path: z.string(),
  /** As it was sent, not decoded. */
  query: z.string(),
  contentType: z.string().optional(),
  /** Absent if there was none, or if it is not kept; then any body matches. */
  body: Body.optional(),
});

/** One call of an upstream, and how it was answered. */
const RecordedCall = z.strictObject({
  /** The variable that holds the upstream's origin. */
  variable: z.string(),
  request: RecordedRequest,
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  /** From the request to the headers, and from the headers to the end of the body. */
  timing: z.strictObject({ headersMs: ms, bodyMs: ms }),
  body: Body.optional(),
});

/** What the endpoint was asked, how it answered, and the calls it made. */
export const Recording = z.strictObject({
  endpoint: RecordedRequest,
  recordedAt: z.iso.datetime(),
  status: z.int(),
  /** How each part of a merged answer ended. */
  outcomes: z.record(z.string(), z.string()),
  calls: z.array(RecordedCall).max(MAX_CALLS),
});

export type RecordedBody = z.output<typeof Body>;
export type RecordedRequest = z.output<typeof RecordedRequest>;
export type RecordedCall = z.output<typeof RecordedCall>;
export type Recording = z.output<typeof Recording>;
