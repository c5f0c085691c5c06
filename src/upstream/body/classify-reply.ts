// What an answer that was read to its end is worth.
import { type Content, contentOf } from "./content.ts";
import type { Outcome } from "../call/outcome.ts";

/** A judgement, and what came back in any case. `fault` says what is wrong, to follow an upstream's name; absent where nothing is. */
export interface Classification {
  readonly outcome: Extract<Outcome, "ok" | "http_error" | "invalid">;
  readonly fault?: string;
  readonly content: Omit<Content, "fault">;
}

/** A status from 400 is `http_error`, JSON that `readJson` cannot read `invalid`. */
export function classifyReply(
  status: number,
  headers: Headers,
  bytes: Uint8Array,
  readJson: (bytes: Uint8Array) => unknown,
): Classification {
  const { fault, ...content } = contentOf(bytes, headers, readJson);
  if (status >= 400) return { outcome: "http_error", fault: `answered ${status}`, content };
  if (fault !== undefined) return { outcome: "invalid", fault: `answered with broken JSON: ${fault}`, content };
  return { outcome: "ok", content };
}
