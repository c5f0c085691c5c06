// What `POST /probe` accepts.
import * as z from "zod";
import { parseAddress } from "../../net/address.ts";
import type { Target } from "../../net/probe-target.ts";
import { MAX_URL_LENGTH } from "../gather/gather-request.ts";

/** Targets that are looked at; how many can be probed is for the subrequest budget to say. */
const MAX_TARGETS = 10_000;

/** Characters that a target may be sent. */
const MAX_SEND_LENGTH = 1_024;

const url = z
  .string()
  .max(MAX_URL_LENGTH)
  .refine((text) => isWeb(text) || isAddress(text), { message: "must be https://host/path or tcp://host:port" });

/** One target, with what a TCP server is to be sent. */
export const ProbeTarget = z
  .strictObject({ url, send: z.string().min(1).max(MAX_SEND_LENGTH).optional() })
  .refine(({ url: text, send }) => send === undefined || isAddress(text), {
    path: ["send"],
    message: "only a tcp:// target can be sent something",
  });

export const ProbeRequest = z.strictObject({
  targets: z
    .array(z.union([url, ProbeTarget]))
    .min(1, { error: "must hold at least one target" })
    .max(MAX_TARGETS),
  deadlineMs: z.int().min(1).optional(),
  timeoutMs: z.int().min(1).max(300_000).optional(),
});

/** Targets in the one form that is probed. */
export function targetsOf({ targets }: z.output<typeof ProbeRequest>): readonly Target[] {
  return targets.map((target) => (typeof target === "string" ? { url: target } : target));
}

function isWeb(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? "");
}

function isAddress(text: string): boolean {
  return parseAddress(text) !== null;
}
