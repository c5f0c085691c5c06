// What went wrong, where it is read at once, and what to do about it.
import { byId, element } from "./element.ts";
import type { Fault } from "./fault.ts";

/** What is shown of a run that went wrong. */
export interface Shown {
  readonly fault?: Fault | undefined;
  /** Whether its title is the headline already. */
  readonly isTold?: boolean;
  /** The command that would have let it go well. */
  readonly command?: string | undefined;
}

/** Shows it, or that there is nothing to be shown. */
export function showFault({ fault, isTold = false, command }: Shown): void {
  const said: (string | Node)[] = [];
  if (fault !== undefined) {
    const fields = fault.fields.map(({ field, message }) => element("li", {}, element("b", {}, field), ` ${message}`));
    if (!isTold) said.push(element("strong", {}, fault.title));
    if (fields.length > 0) said.push(element("ul", {}, ...fields));
    if (fault.detail !== "") said.push(element("p", {}, fault.detail));
  }
  if (command !== undefined) {
    const how = "To allow what is not, add it to ALLOWED_ORIGINS in wrangler.toml, or for this once: ";
    said.push(element("p", {}, how, element("code", {}, command)));
  }
  byId("fault", HTMLElement).replaceChildren(...said);
}
