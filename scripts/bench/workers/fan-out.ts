// The Worker as it is, with the bench's endpoints beside its own.
import { createApp } from "../../../src/app.ts";
import { mergedRoutes } from "./merged-routes.ts";

const app = createApp().route("/", mergedRoutes);

export default { fetch: app.fetch };
