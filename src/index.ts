// The Worker. A map of the house, from the street to the ground; imports run downwards only:
//
//   app.ts        middleware in order, then a line per route
//   routes/       a file per endpoint: parse, gather, respond
//   middleware/   what happens around every handler: scope, access, input, parts of an answer, problems
//   apis/         the upstreams of /city, declared
//   process/      programs and functions in child isolates; beside upstream/
//   upstream/     one outbound HTTP call done well, as layers around fetch; and many of them as one fan-out
//   gather/       coroutines: gather and its siblings, for any JavaScript runtime
//   streams/      streams of bytes read by lines and numbers, JSON in lines and events
//   env.ts        the Worker's variables, read once
//
// Beside it, for the browser: page/, static assets that scripts/build-assets.ts builds and that are served without the Worker.
import { createApp } from "./app.ts";

const app = createApp();

export default { fetch: app.fetch } satisfies ExportedHandler<Env>;
