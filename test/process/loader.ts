// The binding that child isolates are loaded with.
import { env } from "cloudflare:workers";

/** The loader that vitest.config.ts configures; `wrangler.toml` has none. */
export const { LOADER: loader } = env as Env & { readonly LOADER: WorkerLoader };

/** A program with `body` as the body of `main`. */
export function program(body: string): string {
  return `export default async function main({ argv, stdin, stdout, stderr, exit }) { ${body} }`;
}

const decoder = new TextDecoder();

export function text(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}
