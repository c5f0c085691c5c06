// Who may use what `npm run dev` opens: this machine, by its own names alone.
import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { freePort } from "../../scripts/free-port.ts";
import { copyOfProject } from "../support/copy-of-project.ts";
import { npmRun } from "../support/npm-run.ts";

/** The status of a fan-out that is asked for by the name `host`. */
async function statusBy(host: string, port: string, body: string): Promise<number> {
  const client = connect(Number(port), "localhost");
  const headers = [`Host: ${host}:${port}`, "Content-Type: application/json", `Content-Length: ${body.length}`];
  client.write(["POST /gather HTTP/1.1", ...headers, "Connection: close", "", body].join("\r\n"));
  const [answer] = (await once(client, "data")) as [Buffer];
  client.destroy();
  return Number(answer.toString("latin1").split(" ")[1]);
}

const DOMAIN = "app.gather.example";

test.each([
  ["as it comes", ""],
  ["with a domain of its own", `\n[[routes]]\npattern = "${DOMAIN}"\ncustom_domain = true\n`],
])(
  "R18 npm run dev, %s, answers requests for this machine and no others",
  async (_how, routes) => {
    const home = copyOfProject();
    appendFileSync(join(home, "wrangler.toml"), routes);
    const port = String(await freePort(0));
    const dev = npmRun(["dev", "--", "--port", port], {}, home);
    const upstreams = await dev.prints(/upstreams\s+(http:\S+)/);
    const body = JSON.stringify({ requests: [{ url: `${upstreams}/fault` }] });
    const statuses = [];
    for (const host of ["localhost", "127.0.0.1", "[::1]", "rebound.example", DOMAIN])
      statuses.push(await statusBy(host, port, body));
    expect(statuses).toEqual([200, 200, 200, 401, 401]);
  },
  60_000,
);
