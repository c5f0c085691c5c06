// Shows an error at the top of the chart, and a command that helps.
import { byId, element } from "./element.ts";
import type { Fault } from "./fault.ts";

/** The parts of the message. */
export interface Shown {
  readonly fault?: Fault | undefined;
  /** True if the headline already shows the title. */
  readonly hasHeadline?: boolean;
  /** A command that would avoid the error. */
  readonly command?: string | undefined;
}

/** Shows the error, or nothing. */
export function showFault({ fault, hasHeadline = false, command }: Shown): void {
  const parts: (string | Node)[] = [];
  if (fault !== undefined) {
    const fields = fault.fields.map(({ field, message }) => element("li", {}, element("b", {}, field), ` ${message}`));
    if (!hasHeadline) parts.push(element("strong", {}, fault.title));
    if (fields.length > 0) parts.push(element("ul", {}, ...fields));
    if (fault.detail !== "") parts.push(element("p", {}, fault.detail));
  }
  if (command !== undefined) {
    const how = "To allow these origins, add them to ALLOWED_ORIGINS in wrangler.toml, or try once with: ";
    parts.push(element("p", {}, how, element("code", {}, command)));
  }
  byId("fault", HTMLElement).replaceChildren(...parts);
}
