// The Worker. A map of the house, from the street to the ground; imports run downwards only:
//
//   app.ts        middleware in order, then a line per route
//   endpoint.ts   what an endpoint is written with, in one module
//   routes/       an endpoint is a file, or a folder with its own parts
//   examples/     /hello, /city and its upstreams, to be copied, then deleted
//   answers/      merge: parts, the three deliveries, the summary
//   middleware/   what wraps handlers: scope, access, rate limit, input, deadline, request log
//   access/       who calls, and whether they may
//   client/       for programs that call this Worker: readParts
//   problems/     errors as problem documents
//   openapi/      the OpenAPI document, collected from the routes
//   env.ts        the Worker's variables, read once
//   net/          TCP: openConnection, and createConnection with Transport and Protocol
//   jobs/         durable fan-out: objects that are a ledger, a queue that points into it
//   process/      programs and functions in child isolates; beside upstream/
//   upstream/     one outbound HTTP call done well, as layers around fetch; and many of them as one fan-out
//   streams/      StreamReader, StreamWriter, events and JSON lines, both ways
//   gather/       coroutines: gather and its siblings, also for browsers and Node
//
// Beside it, for the browser: page/, static assets that scripts/build-assets.ts builds and that are served without the Worker. page/index.html
// is what / shows, of page/home/; it uses gather/ and streams/ as they are.
import { createApp } from "./app.ts";
import { forecast } from "./examples/apis/forecast.ts";
import { jobConsumer } from "./jobs/consume-jobs.ts";

export { Job } from "./jobs/job.ts";
export { Shard } from "./jobs/shard.ts";

const app = createApp();

export default { fetch: app.fetch, queue: jobConsumer({ forecast }) } satisfies ExportedHandler<Env>;
