// The presets: a name, a sentence, and the fields that the user can change.

/** A control of the form. */
export type FieldName =
  "times" | "delayMs" | "city" | "urls" | "deadlineMs" | "mode" | "concurrency" | "hedgeMs" | "compare";

/** The values of all fields. The Worker chooses for an empty string. */
type Fields = Readonly<Record<Exclude<FieldName, "compare">, string>> & { readonly compare: boolean };

/** A run that the page offers. */
export interface Preset {
  readonly id: string;
  readonly label: string;
  /** A sentence about the run. */
  readonly says: string;
  /** The endpoint: the program, the worked example, a fan-out, or a job. */
  readonly asks: "hello" | "city" | "gather" | "job";
  /** True if it needs the local upstreams, which are slow or fail on request. */
  readonly needsLocal: boolean;
  readonly shows: readonly FieldName[];
  readonly fields: Fields;
}

const plain: Fields = {
  times: "3",
  delayMs: "1000",
  city: "Lisbon",
  urls: "",
  deadlineMs: "",
  mode: "settled",
  concurrency: "",
  hedgeMs: "",
  compare: false,
};

const fanOut: readonly FieldName[] = ["times", "delayMs", "deadlineMs", "mode", "concurrency", "compare"];
const local = { asks: "gather", needsLocal: true, shows: fanOut } as const;

/** All presets in display order. The page starts with the first. */
export const presets: readonly [Preset, ...Preset[]] = [
  {
    id: "hello",
    label: "Hello",
    says: "Each task prints a line, sleeps, and prints another. Gathered, they all sleep at the same time.",
    asks: "hello",
    needsLocal: false,
    shows: ["times", "delayMs", "compare"],
    fields: { ...plain, compare: true },
  },
  {
    id: "city",
    label: "A city",
    says: "It finds the place, then gets its weather, its air and a summary at once. The answer names each part that is missing.",
    asks: "city",
    needsLocal: false,
    shows: ["city", "deadlineMs"],
    fields: plain,
  },
  {
    id: "slots",
    label: "More than six",
    says: "A request has six slots for calls that wait for headers. The seventh call queues, and you can see it. It starts when another call has its headers: a body holds no slot.",
    ...local,
    fields: { ...plain, times: "9", delayMs: "600", compare: true },
  },
  {
    id: "slow",
    label: "One is slow",
    says: "All upstreams but one answer in time. The deadline cuts off the slow one, and the answer with all the others is out on time.",
    ...local,
    fields: { ...plain, times: "5", delayMs: "300", deadlineMs: "1500" },
  },
  {
    id: "required",
    label: "A required one fails",
    says: "A required upstream answers 404. The other calls are cancelled at once, because their results are no longer needed.",
    ...local,
    fields: { ...plain, times: "5", delayMs: "1500", mode: "settled" },
  },
  {
    id: "retry",
    label: "One fails twice",
    says: "One upstream answers 503 twice. The call is sent again after a pause. The pause holds no slot, and the other calls do not wait for it.",
    ...local,
    fields: { ...plain, times: "4", delayMs: "400" },
  },
  {
    id: "hedge",
    label: "A slow tail, hedged",
    says: "Some answers take ten times as long. For those, a second attempt starts beside the first, and the first headers win.",
    ...local,
    shows: ["times", "delayMs", "hedgeMs", "deadlineMs"],
    fields: { ...plain, times: "6", delayMs: "200", hedgeMs: "400" },
  },
  {
    id: "job",
    label: "A job of 2,000",
    says: "More than fits one request: all are stored, and made in the background. Reload the page, or stop the Worker and start it: the job goes on.",
    asks: "job",
    needsLocal: true,
    shows: ["delayMs"],
    fields: { ...plain, delayMs: "300" },
  },
  {
    id: "own",
    label: "Your own",
    says: "Any URLs that this Worker may call, one on each line.",
    asks: "gather",
    needsLocal: false,
    shows: ["urls", "deadlineMs", "mode", "concurrency", "hedgeMs", "compare"],
    fields: {
      ...plain,
      urls: [
        "https://api.open-meteo.com/v1/forecast?latitude=52.52&longitude=13.41&current=temperature_2m",
        "https://air-quality-api.open-meteo.com/v1/air-quality?latitude=52.52&longitude=13.41&current=european_aqi",
        "https://en.wikipedia.org/api/rest_v1/page/summary/Berlin",
      ].join("\n"),
    },
  },
];

/** Returns the preset with this id. */
export function presetOf(id: string | null): Preset | undefined {
  return presets.find((preset) => preset.id === id);
}
