// The app: middleware in order, then a line per route.
import { Hono } from "hono";
import { refuseOtherMethods } from "./middleware/other-methods.ts";
import { notFoundHandler, problemHandler } from "./middleware/problem.ts";
import { type AppEnv, scope } from "./middleware/scope.ts";
import { gatherRoute } from "./routes/gather.ts";
import { healthz } from "./routes/healthz.ts";
import { hello } from "./routes/hello.ts";

export function createApp() {
  const app = new Hono<AppEnv>()
    .onError(problemHandler)
    .notFound(notFoundHandler)
    .use(scope)
    .route("/", healthz)
    .route("/", hello)
    .route("/", gatherRoute);
  refuseOtherMethods(app);
  return app;
}

/** The routes and their types, for a typed client. */
export type AppType = ReturnType<typeof createApp>;
