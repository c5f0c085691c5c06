// The page at /docs: Swagger UI for the Worker's own OpenAPI document. It calls no other server, and its
// Content-Security-Policy (`_headers`) forbids it.
import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";

const dark = matchMedia("(prefers-color-scheme: dark)");

/**
 * Swagger UI reads the colour scheme from the root element. Its own switch is in a top bar with a third-party badge.
 */
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
