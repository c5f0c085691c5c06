// Server-sent events, as the HTML standard's event stream format writes them.
import { oneLine } from "./one-line.ts";
import { jsonText } from "./write-json.ts";

/**
 * One event: its name, the id a client may resume from, and `data` as one line of JSON. Its members may be `RawJson`.
 */
export function sseEvent(event: string, id: number, data: unknown): string {
  return `event: ${event}\nid: ${id}\ndata: ${oneLine(jsonText(data))}\n\n`;
}

/** A comment: it keeps the connection alive and no client shows it. */
export function sseComment(text: string): string {
  return `: ${text}\n\n`;
}
