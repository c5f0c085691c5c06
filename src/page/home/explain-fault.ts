// What a failed answer says of its upstreams is how they ended; why is in their results.
import type { Bar } from "./bar.ts";
import type { Fault } from "./fault.ts";
import { parsed } from "./json.ts";
import { endKind } from "./words.ts";

/** The most reasons that are listed. */
const MAX_LISTED = 5;

/** `"air" ended as http_error`, as the Worker says it. */
const ENDED = /("(?:[^"\\]|\\.)*") ended as \w+/;

/** The same fault, with the reasons that `bars` know: in its sentence where that names one upstream, as a list where it names many. */
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

/** Why it ended, without its name before it. */
function reasonOf({ key, end }: Bar): string {
  const named = `upstream ${JSON.stringify(key)} `;
  const message = end?.message ?? `ended as ${end?.outcome ?? "unknown"}`;
  return message.startsWith(named) ? message.slice(named.length) : message;
}
