// The app: middleware in order, then a line per route.
import { Hono } from "hono";
import type { ApplyGlobalResponse } from "hono/client";
import { methodNotAllowed } from "hono/method-not-allowed";
import { secureHeaders } from "hono/secure-headers";
import type { CoreStatus } from "./problems/kinds.ts";
import type { ProblemDocument } from "./problems/problem.ts";
import { notFoundHandler, otherMethodHandler, problemHandler } from "./problems/handlers.ts";
import { cors } from "./middleware/cors.ts";
import { type AppEnv, scope } from "./middleware/scope.ts";
import { noStore } from "./middleware/no-store.ts";
import { requestLog } from "./middleware/request-log.ts";
import { about } from "./routes/about.ts";
import { city } from "./examples/city.ts";
import { gatherRoute } from "./routes/gather/gather.ts";
import { healthz } from "./routes/healthz.ts";
import { hello } from "./examples/hello.ts";
import { jobs } from "./routes/jobs/jobs.ts";
import { openapi } from "./routes/openapi.ts";
import { probe } from "./routes/probe/probe.ts";

/** Makes the Hono app. Its return type is inferred, because it holds every route. */
export function createApp() {
  const app = new Hono<AppEnv>();
  return app
    .onError(problemHandler)
    .notFound(notFoundHandler(app.routes))
    .use(secureHeaders())
    .use(noStore)
    .use(cors)
    .use(scope)
    .use(requestLog)
    .use(methodNotAllowed({ app, onMethodNotAllowed: otherMethodHandler }))
    .route(
      "/",
      healthz(() => app.routes),
    )
    .route("/", about)
    .route("/", hello)
    .route("/", city)
    .route("/", gatherRoute)
    .route("/", probe)
    .route("/", jobs)
    .route(
      "/",
      openapi(() => app.routes),
    );
}

/**
 * The routes with their input and answer types, for a typed client. The type of every answer that is not `ok` is a
 * problem.
 *
 * Caveat: give the status of an answer, as in `c.json(answer, 200)`. Without it, the type cannot separate the answer
 * from a problem.
 */
export type AppType = ApplyGlobalResponse<ReturnType<typeof createApp>, Record<CoreStatus, { json: ProblemDocument }>>;
