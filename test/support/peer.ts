// A TCP server of one test, commanded from inside workerd.
import { inject, onTestFinished } from "vitest";
import * as z from "zod";

const Made = z.object({ id: z.number(), port: z.number() });
const Seen = z.object({
  connections: z.number(),
  bytes: z.number(),
  ends: z.number(),
  closes: z.number(),
  resets: z.number(),
  text: z.string(),
});

/** What happens at its end of the latest connection; each command waits for one to be made. */
export interface Peer {
  readonly port: number;
  /** `tcp://127.0.0.1:port`. */
  readonly address: string;
  readonly write: (data: string | Uint8Array) => Promise<unknown>;
  /** Sends no more, and goes on reading. */
  readonly end: () => Promise<unknown>;
  readonly reset: () => Promise<unknown>;
  /** Reads no more. */
  readonly pause: () => Promise<unknown>;
  readonly resume: () => Promise<unknown>;
  readonly echo: () => Promise<unknown>;
  /** Says so, and goes on in TLS. */
  readonly consent: (data: string) => Promise<unknown>;
  /** What it has seen; waits until `until` (`ends:1`) holds. */
  readonly seen: (until?: string) => Promise<z.output<typeof Seen>>;
}

/** Starts one, which ends with the test. `tls`: the certificate it speaks TLS with, `localhost` or `self-signed`. */
export async function peer({ tls }: { readonly tls?: string } = {}): Promise<Peer> {
  const { id, port } = Made.parse(await ask("POST", tls === undefined ? "" : `?tls=${tls}`));
  onTestFinished(async () => {
    await ask("DELETE", `/${id}`);
  });
  const command =
    (action: string) =>
    (body?: string | Uint8Array): Promise<unknown> =>
      ask("POST", `/${id}/${action}`, body);
  return {
    port,
    address: `tcp://127.0.0.1:${port}`,
    write: command("write"),
    end: command("end"),
    reset: command("reset"),
    pause: command("pause"),
    resume: command("resume"),
    echo: command("echo"),
    consent: command("consent"),
    seen: async (until) => Seen.parse(await ask("GET", `/${id}${until === undefined ? "" : `?until=${until}`}`)),
  };
}

async function ask(method: string, path: string, body: string | Uint8Array | null = null): Promise<unknown> {
  const response = await fetch(`${inject("peers")}/peers${path}`, { method, body: body as BodyInit | null });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}
