// Writes server-sent events in the event stream format of the HTML standard.
import { oneLine } from "./one-line.ts";
import { jsonText } from "./write-json.ts";

/**
 * Returns one event with its name, an id that a client may resume from, and `data` as one line of JSON.
 *
 * @example sseEvent("result", 1, { ok: true }) // 'event: result\nid: 1\ndata: {"ok":true}\n\n'
 */
export function sseEvent(event: string, id: number, data: unknown): string {
  return `event: ${event}\nid: ${id}\ndata: ${oneLine(jsonText(data))}\n\n`;
}

/** Returns a comment. It keeps the connection alive, and clients ignore it. */
export function sseComment(text: string): string {
  return `: ${text}\n\n`;
}
