// The page at /docs: Swagger UI over the Worker's own OpenAPI document. It talks to nobody else, and its Content-Security-Policy
// (`_headers`) would not let it.
import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";

const dark = matchMedia("(prefers-color-scheme: dark)");

/** Swagger UI is dark where the root element says so. What else would say it is its top bar, which comes with a badge from swagger.io. */
function followColorScheme(): void {
  document.documentElement.classList.toggle("dark-mode", dark.matches);
}

followColorScheme();
dark.addEventListener("change", followColorScheme);

SwaggerUI({
  dom_id: "#docs",
  url: "/openapi.json",
  deepLinking: true,
  displayRequestDuration: true,
});
