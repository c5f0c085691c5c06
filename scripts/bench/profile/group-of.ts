// The groups of the profile, and the rules that put a function into one.
import type { Frame, Taken } from "./take-profile.ts";

/** The groups, in the order of the report. */
export const groups = [
  "outside the isolate: sockets, HTTP, event loop",
  "inside, but not in JavaScript",
  "garbage collection",
  "fetch(), and the handler or file that calls it",
  "bodies, read and parsed",
  "zod",
  "URL, Headers, Request and Response",
  "timers, signals and their listeners",
  "spans",
  "upstream/: the layers of a call",
  "gather/",
  "middleware/, routes/ and the rest of src/",
  "Hono",
  "other packages",
] as const;

/** One of them. */
export type Group = (typeof groups)[number];

/** Functions of the runtime by name, wherever they are called from. */
const natives: readonly (readonly [RegExp, Group])[] = [
  [
    /^(json|text|arrayBuffer|bytes|parse|stringify|decode|read|getReader|TextDecoder|releaseLock)$/,
    "bodies, read and parsed",
  ],
  [
    /^(URL|Headers|Request|Response|URLSearchParams|(get|set) (href|origin|headers|body|status|ok|url|protocol))$/,
    "URL, Headers, Request and Response",
  ],
  [
    /Abort|EventListener|Timeout$|^(any|(get|set) (signal|aborted|reason)|Event)$/,
    "timers, signals and their listeners",
  ],
  [/span/i, "spans"],
];

/** Source files by their path. */
const files: readonly (readonly [RegExp, Group])[] = [
  [/node_modules\/zod\//, "zod"],
  [/node_modules\/hono\//, "Hono"],
  [/node_modules\//, "other packages"],
  [/^scripts\/|^src\/upstream\/send\./, "fetch(), and the handler or file that calls it"],
  [/^src\/gather\//, "gather/"],
  [/^src\/(upstream|streams)\/.*(body|content|watched|classify|json)/, "bodies, read and parsed"],
  [/^src\/upstream\//, "upstream/: the layers of a call"],
  [/^src\//, "middleware/, routes/ and the rest of src/"],
];

/** Milliseconds a request by group. CPU time without a sample was spent outside the isolate. */
export function grouped({ stacks, cpuMs }: Taken, sourceOf: (frame: Frame) => string | undefined): Map<Group, number> {
  const sums = new Map<Group, number>(groups.map((group) => [group, 0]));
  let inside = 0;
  for (const { frames, ms } of stacks) {
    const group = groupOf(frames, sourceOf);
    if (group === undefined) continue;
    inside += ms;
    sums.set(group, (sums.get(group) ?? 0) + ms);
  }
  sums.set(groups[0], Math.max(0, cpuMs - inside));
  return sums;
}

/** The group of a stack's innermost frame. A function of the runtime without a group counts for its caller. */
function groupOf(frames: readonly Frame[], sourceOf: (frame: Frame) => string | undefined): Group | undefined {
  for (const frame of frames) {
    const { functionName } = frame;
    if (functionName === "(idle)") return undefined;
    if (functionName === "(garbage collector)") return "garbage collection";
    const source = sourceOf(frame);
    const rule = source === undefined ? find(natives, functionName) : find(files, source);
    if (rule !== undefined) return rule;
  }
  return "inside, but not in JavaScript";
}

function find(rules: readonly (readonly [RegExp, Group])[], name: string): Group | undefined {
  return rules.find(([pattern]) => pattern.test(name))?.[1];
}
