// Server-sent events, line by line: as much of the HTML standard's event stream format as the Worker writes.
import { type Happening, happeningOf } from "./happening.ts";
import { parsed } from "./json.ts";

/** Reads the events of one stream. */
export class EventReader {
  #type = "";
  #data = "";

  /** Takes a line; returns the event that it ends, if it ends one that is known. */
  take(line: string): Happening | undefined {
    if (line === "") {
      const happening = happeningOf(this.#type, parsed(this.#data));
      this.#type = "";
      this.#data = "";
      return happening;
    }
    const [, field, value = ""] = /^(\w+): ?(.*)$/s.exec(line) ?? [];
    if (field === "event") this.#type = value;
    if (field === "data") this.#data += value;
    return undefined;
  }
}
