// The Worker of the product page: the starter's app with two more routes.
import { createApp } from "../../app.ts";
import { pitch } from "./pitch.ts";
import { product } from "./product.ts";

const app = createApp().route("/", product).route("/", pitch);

export default { fetch: app.fetch } satisfies ExportedHandler<Env>;
