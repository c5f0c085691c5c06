// The project's app, with the bench's endpoints beside its own.
import { createApp } from "../../../src/app.ts";
import { largeRoutes } from "./our-large-routes.ts";
import { ourRoutes } from "./our-routes.ts";

const app = createApp().route("/", ourRoutes).route("/", largeRoutes);

export default { fetch: app.fetch };
