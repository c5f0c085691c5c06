// The only place with the name of the project.

/** The name for upstreams, problems, key challenges and the OpenAPI document. */
export const PROJECT_NAME = "edge-gather";
