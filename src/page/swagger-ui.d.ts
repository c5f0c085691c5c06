// swagger-ui-dist has no types. This is the part that the page uses.
declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  export default function SwaggerUI(options: {
    readonly dom_id: string;
    readonly url: string;
    readonly deepLinking: boolean;
    readonly displayRequestDuration: boolean;
  }): void;
}
