// What is to be run: a preset, and what its fields are set to. The page's address holds it, so that a run can be shared; never the key.
import { type FieldName, type Preset, presetOf, presets } from "./presets.ts";

/** The fields of all presets. Numbers are as they were typed, also where they are none: the Worker says what is wrong with them. */
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
  return {
    ...choice,
    ...(Object.fromEntries(given) as Partial<Choice>),
    compare: wanted === "yes" || (wanted !== "no" && compare),
  };
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
