// What there is to run: a name, a sentence, and the fields that it can be changed with.

/** A control of the form. */
export type FieldName =
  "times" | "delayMs" | "city" | "urls" | "deadlineMs" | "mode" | "concurrency" | "hedgeMs" | "compare";

/** What all fields are set to; an empty string leaves it to the Worker. */
type Fields = Readonly<Record<Exclude<FieldName, "compare">, string>> & { readonly compare: boolean };

/** Something to run. */
export interface Preset {
  readonly id: string;
  readonly label: string;
  /** What there is to see. */
  readonly says: string;
  /** What it asks: the program, the worked example, a fan-out of its own, or a job. */
  readonly asks: "hello" | "city" | "gather" | "job";
  /** Whether it needs upstreams that behave as they are told. */
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

/** All of them, in the order they are offered. The first is what the page begins with. */
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
    says: "First where it is; then its weather, its air and a summary, at once. What does not come is left out, and the answer says so.",
    asks: "city",
    needsLocal: false,
    shows: ["city", "deadlineMs"],
    fields: plain,
  },
  {
    id: "slots",
    label: "More than six",
    says: "A Worker’s request has six slots for calls that wait for headers. The seventh queues where you can see it, and goes when headers of another are in: a body holds no slot.",
    ...local,
    fields: { ...plain, times: "9", delayMs: "600", compare: true },
  },
  {
    id: "slow",
    label: "One is slow",
    says: "All but one answer in time. The deadline cuts off the one that does not, and the answer, with all the others, is out on time.",
    ...local,
    fields: { ...plain, times: "5", delayMs: "300", deadlineMs: "1500" },
  },
  {
    id: "required",
    label: "A required one fails",
    says: "One upstream that the answer cannot do without says 404. The others are cancelled that moment, instead of working on for nobody.",
    ...local,
    fields: { ...plain, times: "5", delayMs: "1500", mode: "settled" },
  },
  {
    id: "retry",
    label: "One fails twice",
    says: "One upstream answers 503 twice. It is tried again after a pause, which holds no slot, and the others do not wait for it.",
    ...local,
    fields: { ...plain, times: "4", delayMs: "400" },
  },
  {
    id: "hedge",
    label: "A slow tail, hedged",
    says: "Now and then an answer takes ten times as long. After a while a second attempt starts beside the first, and whichever has headers first wins.",
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
    says: "Any URLs that this Worker may call, one a line.",
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

/** The preset with this id. */
export function presetOf(id: string | null): Preset | undefined {
  return presets.find((preset) => preset.id === id);
}
