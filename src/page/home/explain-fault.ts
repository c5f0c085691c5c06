// Adds reasons to a fault. A failed answer only names the outcomes of its upstreams; the results hold the reasons.
import type { Bar } from "./bar.ts";
import type { Fault } from "./fault.ts";
import { parsed } from "./json.ts";
import { endKind } from "./words.ts";

/** Reasons in the list. */
const MAX_LISTED = 5;

/** The Worker's sentence: `"air" ended as http_error`. */
const ENDED = /("(?:[^"\\]|\\.)*") ended as \w+/;

/** Returns the fault with the reasons from `bars`: in the title for one upstream, as a list for several. */
export function explainFault(fault: Fault, bars: readonly Bar[]): Fault {
  const [, head] = /^(.*?): "(?:[^"\\]|\\.)*" ended as /s.exec(fault.title) ?? [];
  if (head === undefined) {
    const title = fault.title.replace(ENDED, (ended, quoted: string) => {
      const why = bars.find(({ key }) => key === parsed(quoted));
      return why?.end?.message === undefined ? ended : `${quoted} ${reasonOf(why)}`;
    });
    return { ...fault, title };
  }
  const failed = bars.filter(({ end }) => end !== undefined && ["failed", "late"].includes(endKind(end)));
  const fields = failed.slice(0, MAX_LISTED).map((bar) => ({ field: bar.key, message: reasonOf(bar) }));
  const more = failed.length - MAX_LISTED;
  return {
    ...fault,
    title: `${head}.`,
    fields: more > 0 ? [...fields, { field: `${more} more`, message: "" }] : fields,
  };
}

/** Returns the reason without the name of the upstream. */
function reasonOf({ key, end }: Bar): string {
  const named = `upstream ${JSON.stringify(key)} `;
  const message = end?.message ?? `ended as ${end?.outcome ?? "unknown"}`;
  return message.startsWith(named) ? message.slice(named.length) : message;
}
