// The input of `POST /probe`.
import * as z from "zod";
import { parseAddress } from "../../net/address.ts";
import type { Target } from "../../net/probe-target.ts";
import { MAX_URL_LENGTH } from "../gather/gather-request.ts";

/** Targets in the input. The subrequest budget decides how many can be probed. */
const MAX_TARGETS = 10_000;

/** Characters of the text for a target. */
const MAX_SEND_LENGTH = 1_024;

const url = z
  .string()
  .max(MAX_URL_LENGTH)
  .refine((text) => isWeb(text) || isAddress(text), { message: "must be https://host/path or tcp://host:port" });

/** One target, with the text to send to a TCP server. */
export const ProbeTarget = z
  .strictObject({ url, send: z.string().min(1).max(MAX_SEND_LENGTH).optional() })
  .refine(({ url: text, send }) => send === undefined || isAddress(text), {
    path: ["send"],
    message: "works only with a tcp:// target",
  });

/** The body of `POST /probe`. */
export const ProbeRequest = z.strictObject({
  targets: z
    .array(z.union([url, ProbeTarget]))
    .min(1, { error: "must hold at least one target" })
    .max(MAX_TARGETS),
  deadlineMs: z.int().min(1).optional(),
  timeoutMs: z.int().min(1).max(300_000).optional(),
});

/** Returns the targets in one form. */
export function targetsOf({ targets }: z.output<typeof ProbeRequest>): readonly Target[] {
  return targets.map((target) => (typeof target === "string" ? { url: target } : target));
}

function isWeb(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? "");
}

function isAddress(text: string): boolean {
  return parseAddress(text) !== null;
}
