// Connections over TCP.
import { drop, type Feature, replace } from "../feature.ts";

export const probe: Feature = {
  name: "probe",
  about: "TCP in src/net/, and POST /probe",
  traces: /\bprobe|\btcp\b|src\/net|test\/net|\bnet\/|redis|greeter|openConnection/i,
  routes: ["/probe"],
  owns: [
    "src/net",
    "src/routes/probe",
    "scripts/upstreams/start-greeter.ts",
    "test/net",
    "test/routes/probe.test.ts",
    "test/support/redis.ts",
    "test/support/talkers.ts",
    "test/upstreams/greeter.test.ts",
  ],
  edits: {
    ".ci/run": [
      replace(
        "# The tests of /probe ask a real Redis, where there is one.\ncommand -v redis-server >/dev/null || install redis-server\n",
      ),
    ],
    ".oxlintrc.json": [
      replace("net/|"),
      replace(
        "Connect through openConnection or createConnection, which know slots, clocks and the guard.",
        "A socket of its own has no slot, no clock and no guard.",
      ),
    ],
    "package.json": [replace(": `https://host`, `tcp://host:port`.", ": `https://host`.")],
    "scripts/dev.ts": [drop("/probe --json"), replace(" GREETER=${stack.greeter}")],
    "scripts/start-dev.ts": [
      drop("readonly greeter: string;"),
      replace(
        "const [upstreams, greeter] = await Promise.all([startUpstreams({ recordings }), startGreeter()]);",
        "const upstreams = await startUpstreams({ recordings });",
      ),
      replace("upstreams.origin, greeter.address, configured", "upstreams.origin, configured"),
      replace("await Promise.all([upstreams.close(), greeter.close()]);", "await upstreams.close();"),
      replace(", greeter: greeter.address"),
      replace("the local upstreams and the greeter, the origins", "the local upstreams, the origins"),
    ],
    "scripts/upstreams/README.md": [drop("| `start-greeter.ts`")],
    "src/answers/summary.ts": [
      replace("of the last attempt; of TCP, until connected.", "of the last attempt."),
      replace("to the end of the body; of TCP, from connected to the end.", "to the end of the body."),
    ],
    "src/env.ts": [
      replace("z.array(destination)", "z.array(origin)"),
      replace(
        "Allowed targets of requests and connections, separated by spaces: `https://host`, `tcp://host:port`.",
        "Allowed targets of requests, separated by spaces: `https://host`.",
      ),
    ],
    "scripts/record/README.md": [replace(", bindings and TCP pass by", " and bindings pass by")],
    "src/gather/README.md": [drop("| `open_connection`"), drop("| `create_connection`")],
    "src/index.ts": [drop("//   net/")],
    "test/built/client-leaves.test.ts": [drop('test.each(\n  ["application/x-ndjson", "text/event-stream"].flatMap')],
    "test/built/client-resets.test.ts": [drop("R15 a reset ends the connections of POST /probe")],
    "test/built/generated-client.test.ts": [
      drop('"ProbeAnswer",'),
      drop('"ProbeRequest",'),
      drop('"ProbeResult",'),
      drop('"ProbeTarget",'),
    ],
    "test/routes/client.test.ts": [drop("client.probe.$post({ json: { targets: [7]")],
    "test/routes/deliveries.test.ts": [drop('post("/probe", { targets')],
    "test/scripts/room-readmes.test.ts": [drop('"src/net",')],
    "test/starter/built/room-programs.test.ts": [
      drop("const REDIS ="),
      drop("const redis = await startRedis()"),
      replace("const code = program.code.replace(REDIS, redis);\n"),
      replace("writeProgram({ ...program, code }, ", "writeProgram(program, "),
      replace("`${redis} ${upstreams}`", "upstreams"),
    ],
    "test/support/built-setup.ts": [
      replace(", with local upstreams to call and talkers to probe.", ", with local upstreams to call."),
      drop("const { talkers, close } ="),
      replace("variables(upstreams.origin, talkers)", "variables(upstreams.origin)"),
      drop('provide("talkers", talkers);'),
      drop("await close();"),
    ],
    "test/support/own-built.ts": [
      drop("readonly greeter: string;"),
      replace(
        "const [upstreams, greeter] = await Promise.all([startUpstreams(), startGreeter()]);",
        "const upstreams = await startUpstreams();",
      ),
      drop("onTestFinished(() => greeter.close());"),
      replace("variables(upstreams.origin, { greeter: greeter.address })", "variables(upstreams.origin)"),
      replace(", greeter: greeter.address"),
    ],
    "test/support/settings.ts": [
      drop("export const NOBODY_ON_TCP"),
      drop("export interface Talkers"),
      drop("talkers: Talkers;"),
    ],
    "test/support/upstreams-setup.ts": [
      replace("the local upstreams, the peers and the talkers", "the local upstreams and the peers"),
      replace(
        "const [peers, { talkers, close }] = await Promise.all([startPeers(), startTalkers()]);",
        "const peers = await startPeers();",
      ),
      drop('provide("talkers"'),
      drop("await close();"),
    ],
    "test/support/variables.ts": [
      replace(", and the servers that it may probe.", "."),
      replace("(upstreams: string, talkers: Partial<Talkers> = {})", "(upstreams: string)"),
      replace(", NOBODY_ON_TCP, ...Object.values(talkers)]", "]"),
    ],
    "vitest.config.ts": [replace("net,"), replace(', inject("talkers")')],
    "wrangler.toml": [replace(": https://host, tcp://host:port.", ": https://host.")],
  },
};
