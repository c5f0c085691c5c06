// The one place that knows what the project is called.

/** What upstreams, problems, key challenges and the OpenAPI document are told. */
export const PROJECT_NAME = "edge-gather";
