// What an answer that was read to its end is worth.
import { type Content, contentOf } from "./content.ts";
import type { Reason } from "../call/outcome.ts";

/** A judgement, and what came back in any case. `fault` says what is wrong, to follow an upstream's name; absent where nothing is. */
export interface Classification {
  /** Absent if nothing is wrong. */
  readonly reason?: Extract<Reason, "answered_with_error" | "broken_json" | "not_utf8">;
  readonly fault?: string;
  readonly content: Omit<Content, "fault" | "notUtf8">;
}

/** A status from 400 is `http_error`, JSON that `readJson` cannot read `invalid`. */
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
