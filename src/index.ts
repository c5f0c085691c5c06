// The entry of the Worker, and a map of the folders. Imports run downwards only:
//
//   app.ts        middleware in order, then a line per route
//   endpoint.ts   everything that an endpoint imports, in one module
//   with-scope.ts the promises of a request for a cron, a queue or work in the background
//   routes/       an endpoint is a file, or a folder with its own parts
//   examples/     /hello, /city and its upstreams, a cron, to be copied, then deleted
//   answers/      merge: parts, the three deliveries, the summary
//   middleware/   code around handlers: scope, access, rate limit, input, deadline, request log
//   access/       names callers, and decides if they may call
//   client/       for programs that call this Worker: readParts
//   problems/     errors as problem documents
//   openapi/      the OpenAPI document, collected from the routes
//   env.ts        the Worker's variables, read once
//   net/          TCP: openConnection, and createConnection with Transport and Protocol
//   jobs/         durable fan-out: objects are the ledger, and a queue points into it
//   process/      programs and functions in child isolates; beside upstream/
//   upstream/     one outbound HTTP call done well, as layers around fetch; and many of them as one fan-out
//   streams/      StreamReader, StreamWriter, events and JSON lines, both ways
//   gather/       coroutines: gather and its siblings, also for browsers and Node
//
// For the browser: page/ holds static assets. scripts/build-assets.ts builds them, and they are served without the
// Worker. page/home/ is the page at /. It also uses gather/ and streams/.
import { createApp } from "./app.ts";
import { forecast } from "./examples/apis/forecast.ts";
import { warmCities } from "./examples/warm-cities.ts";
import { jobConsumer } from "./jobs/consume-jobs.ts";

export { Job } from "./jobs/job.ts";
export { Shard } from "./jobs/shard.ts";

const app = createApp();

/** The declared upstreams that requests of jobs may name. */
const jobUpstreams = { forecast };

export default {
  fetch: app.fetch,
  queue: jobConsumer(jobUpstreams),
  scheduled: warmCities,
} satisfies ExportedHandler<Env>;
