// A stand-in for Cloudflare's API: as much of it as wrangler asks when it deploys a Worker. It keeps what it was sent.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import * as z from "zod";
import { listen } from "../../scripts/listen.ts";

/** The state of the account. */
export interface CloudflareAccount {
  /** The names of the secrets of each Worker. A Worker that is not here does not exist. */
  readonly secrets: Map<string, readonly string[]>;
  readonly queues: string[];
  /** The bindings of each Worker that was uploaded: kinds by name. */
  readonly uploads: Map<string, Readonly<Record<string, string>>>;
}

/** The environment that leads wrangler to the stand-in. */
export interface CloudflareApi extends CloudflareAccount {
  readonly env: Readonly<Record<string, string>>;
}

const Metadata = z.object({ bindings: z.array(z.looseObject({ name: z.string(), type: z.string() })) });
const Queue = z.object({ queue_name: z.string() });

/** Starts the stand-in, until the test ends. */
export async function startCloudflare(
  secrets: Readonly<Record<string, readonly string[]>> = {},
): Promise<CloudflareApi> {
  const account: CloudflareAccount = { secrets: new Map(Object.entries(secrets)), queues: [], uploads: new Map() };
  const server = createServer((request, response) => void answer(account, request, response));
  const { port, close } = await listen(server);
  onTestFinished(close);
  const env = {
    CLOUDFLARE_API_BASE_URL: `http://127.0.0.1:${port}`,
    CLOUDFLARE_API_TOKEN: "token",
    CLOUDFLARE_ACCOUNT_ID: "account",
    CI: "true",
  };
  return { ...account, env };
}

async function answer(account: CloudflareAccount, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request.setEncoding("latin1"));
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  const refused = !pathname.startsWith("/accounts/account/");
  const asked = `${request.method} ${pathname.replace("/accounts/account", "")}`;
  const result = refused ? undefined : resultOf(account, asked, body);
  const missing = refused ? { code: 10000, message: "Authentication error" } : { code: 10007, message: "Not found." };
  const errors = result === undefined ? [missing] : [];
  response.writeHead(result !== undefined ? 200 : refused ? 403 : 404, { "Content-Type": "application/json" });
  const page = {
    page: 1,
    per_page: 100,
    count: account.queues.length,
    total_count: account.queues.length,
    total_pages: 1,
  };
  response.end(JSON.stringify({ success: errors.length === 0, errors, messages: [], result, result_info: page }));
}

/** The result of a request; `undefined` for anything else. */
function resultOf({ secrets, queues, uploads }: CloudflareAccount, request: string, body: string): unknown {
  const [, method = "", path = "", worker = ""] =
    /^(\w+) (\/workers\/(?:scripts|services|workers)\/([^/]+).*|.*)$/.exec(request) ?? [];
  if (request === "GET /queues") return queues.map(asQueue);
  if (request === "POST /queues") {
    const { queue_name } = Queue.parse(JSON.parse(body));
    queues.push(queue_name);
    return asQueue(queue_name);
  }
  if (path.endsWith("/consumers")) return method === "GET" ? [] : { consumer_id: "consumer" };
  if (request === "GET /workers/subdomain") return { subdomain: "someone" };
  if (path.endsWith("/subdomain")) return { enabled: true, previews_enabled: false };
  if (path.endsWith("/assets-upload-session")) return { jwt: "nothing-to-upload", buckets: [] };
  if (path.endsWith("/secrets")) return secrets.get(worker)?.map((name) => ({ name, type: "secret_text" }));
  if (path.endsWith("/script-settings")) return {};
  if (path.endsWith("/deployments")) return { deployments: [], id: "deployment" };
  if (path.startsWith("/workers/workers/")) return { id: worker, name: worker, subdomain: { enabled: true } };
  if (method === "PUT" && path === `/workers/scripts/${worker}`) {
    const [, metadata = "{}"] = /name="metadata"[^]*?\r\n\r\n(.*)\r\n/.exec(body) ?? [];
    const { bindings } = Metadata.parse(JSON.parse(metadata));
    uploads.set(worker, Object.fromEntries(bindings.map(({ name, type }) => [name, type])));
    return { id: worker, etag: "etag", tag: "tag", deployment_id: "deployment", startup_time_ms: 30 };
  }
  return undefined;
}

function asQueue(name: string): object {
  return { queue_id: name, queue_name: name, producers: [], consumers: [] };
}
