// The Worker as it is, with the bench's endpoints added the way the README says.
import { createApp } from "../../../src/app.ts";
import { mergedRoutes } from "./merged-routes.ts";

const app = createApp().route("/", mergedRoutes);

export default { fetch: app.fetch };
