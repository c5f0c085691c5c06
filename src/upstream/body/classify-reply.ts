// Classifies an answer that was read to its end.
import { type Content, contentOf } from "./content.ts";
import type { Reason } from "../call/outcome.ts";

/** The content of an answer, and its fault if it has one. The text of `fault` continues the name of an upstream. */
export interface Classification {
  /** Absent if the answer is valid. */
  readonly reason?: Extract<Reason, "answered_with_error" | "broken_json" | "not_utf8">;
  readonly fault?: string;
  readonly content: Omit<Content, "fault" | "notUtf8">;
}

/** Classifies an answer: `http_error` for a status from 400, `invalid` for JSON that `readJson` cannot read. */
export function classifyReply(
  status: number,
  headers: Headers,
  bytes: Uint8Array,
  readJson: (bytes: Uint8Array) => unknown,
): Classification {
  const { fault, notUtf8, ...content } = contentOf(bytes, headers, readJson);
  if (status >= 400) return { reason: "answered_with_error", fault: `answered ${status}`, content };
  if (fault !== undefined)
    return { reason: notUtf8 ? "not_utf8" : "broken_json", fault: `answered with broken JSON: ${fault}`, content };
  return { content };
}
