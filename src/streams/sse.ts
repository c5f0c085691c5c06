// Server-sent events, as the HTML standard's event stream format writes them.

/** One event: its name, the id a client may resume from, and `data` as JSON, which holds no line break. */
export function sseEvent(event: string, id: number, data: unknown): string {
  return `event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** A comment: it keeps the connection alive and no client shows it. */
export function sseComment(text: string): string {
  return `: ${text}\n\n`;
}
