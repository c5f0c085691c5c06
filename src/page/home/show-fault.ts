// What went wrong, where it is read at once.
import { byId, element } from "./element.ts";
import type { Fault } from "./fault.ts";

/** Shows `fault`, or that there is none. */
export function showFault(fault: Fault | undefined): void {
  const fields = (fault?.fields ?? []).map(({ field, message }) =>
    element("li", {}, element("code", {}, field), ` ${message}`),
  );
  const said =
    fault === undefined
      ? []
      : [
          element("strong", {}, fault.title),
          ...(fields.length === 0 ? [element("p", {}, fault.detail)] : [element("ul", {}, ...fields)]),
        ];
  byId("fault", HTMLElement).replaceChildren(...said);
}
