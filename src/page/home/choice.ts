// What is to be run: a preset, and what its fields are set to. The page's address holds it, so that a run can be shared; never the key.
import { numberIn } from "./planned-run.ts";
import { type FieldName, type Preset, presetOf, presets } from "./presets.ts";

/** The fields of all presets, as they were typed. */
export interface Choice extends Readonly<Record<Exclude<FieldName, "compare">, string>> {
  readonly preset: Preset;
  readonly compare: boolean;
}

/** Characters that the address may have besides its path: some servers and messengers cut off longer ones. */
const MAX_ADDRESS = 4_000;

/** The preset as it comes. */
export function choiceOf(preset: Preset): Choice {
  return { preset, ...preset.fields };
}

/** Reads what an address holds. What it does not name, or names without sense, is as the preset has it. */
export function choiceIn(search: string): Choice {
  const query = new URLSearchParams(search);
  const choice = choiceOf(presetOf(query.get("run")) ?? presets[0]);
  const { compare } = choice;
  const given = Object.keys(choice.preset.fields).flatMap((field) => {
    const value = query.get(field);
    return value === null || field === "compare" || !choice.preset.shows.includes(field as FieldName)
      ? []
      : [[field, value]];
  });
  const wanted = choice.preset.shows.includes("compare") ? query.get("compare") : null;
  return sensible({
    ...choice,
    ...(Object.fromEntries(given) as Partial<Choice>),
    compare: wanted === "yes" || (wanted !== "no" && compare),
  });
}

/** The same choice, with the preset's own in each field that no run could be made of. What is too much is for the Worker to say. */
export function sensible(choice: Choice): Choice {
  const { preset } = choice;
  const fields = Object.entries(makesSense).map(([field, test]) => {
    const name = field as keyof typeof makesSense;
    return [name, test(choice[name]) ? choice[name] : preset.fields[name]];
  });
  return { ...choice, ...(Object.fromEntries(fields) as Partial<Choice>) };
}

const makesSense: Readonly<Record<Exclude<FieldName, "compare">, (text: string) => boolean>> = {
  times: (text) => isWhole(text, 1, 100),
  delayMs: (text) => isWhole(text, 0, 10_000),
  city: (text) => text.trim() !== "" && text.length <= 100,
  urls: (text) => text.trim() !== "",
  deadlineMs: isWholeOrNone,
  hedgeMs: isWholeOrNone,
  concurrency: isWholeOrNone,
  mode: (text) => ["settled", "all", "any"].includes(text),
};

function isWholeOrNone(text: string): boolean {
  return text === "" || isWhole(text, 1);
}

function isWhole(text: string, least: number, most = Infinity): boolean {
  const number = numberIn(text);
  return number !== undefined && number >= least && number <= most;
}

/** Writes `choice` as an address: what differs from the preset alone. `undefined` where that would be too long. */
export function addressOf(choice: Choice): string | undefined {
  const { preset } = choice;
  const query = new URLSearchParams(preset === presets[0] ? [] : [["run", preset.id]]);
  for (const field of preset.shows) {
    if (choice[field] === preset.fields[field]) continue;
    query.set(field, field === "compare" ? (choice.compare ? "yes" : "no") : choice[field]);
  }
  const search = query.size === 0 ? "" : `?${query.toString()}`;
  return search.length > MAX_ADDRESS ? undefined : `/${search}`;
}
