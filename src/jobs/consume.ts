// The queue's consumer: each message points at a chunk; the consumer claims it, runs it and reports.
import { gatherSettled, sleep } from "../gather/index.ts";
import type { JobBindings } from "./bindings.ts";
import type { Answer, Report } from "./checkpoint.ts";
import type { Claim } from "./claim.ts";
import { type Message, parseMessage, PROTOCOL } from "./message.ts";

/** Hands a report to the ledger. */
export type SendReport = (report: Report) => Promise<Answer>;

/** Runs what was claimed, reports each second and at the end, and resolves to the last answer. */
export type RunChunk = (claim: Claim, send: SendReport) => Promise<Answer>;

/** Milliseconds before each further try of a report: a deploy resets objects, and they are back within seconds. */
const REPORT_AGAIN_MS = [200, 1_000, 4_000];

/** Works through a batch of messages. Every message is acknowledged: the ledger sends again what did not get done. */
export async function consume(batch: MessageBatch, shards: JobBindings["SHARD"], run: RunChunk): Promise<void> {
  const tasks = batch.messages.map(
    (message) =>
      async function handleMessage(): Promise<void> {
        try {
          const pointer = parseMessage(message.body);
          if (pointer !== undefined) await work(shards, pointer, run);
        } catch (error) {
          console.error(error);
        } finally {
          message.ack();
        }
      },
  );
  await gatherSettled(tasks, { graceMs: Infinity });
}

async function work(shards: JobBindings["SHARD"], { shard, chunk }: Message, run: RunChunk): Promise<void> {
  for (;;) {
    const claim = await shards.getByName(shard).claim(PROTOCOL, chunk);
    if (claim === null) return;
    const { more } = await run(claim, send);
    if (!more) return;

    async function send(report: Report): Promise<Answer> {
      const { token } = claim as Claim;
      for (const waitMs of REPORT_AGAIN_MS) {
        try {
          return await shards.getByName(shard).checkpoint(chunk, token, report);
        } catch (error) {
          // A stub that threw is broken: the next try takes a new one. What arrived twice counts once.
          console.error(error);
          await sleep(waitMs);
        }
      }
      return shards.getByName(shard).checkpoint(chunk, token, report);
    }
  }
}
