// swagger-ui-dist comes without types; this is as much of it as the page uses.
declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  export default function SwaggerUI(options: {
    readonly dom_id: string;
    readonly url: string;
    readonly deepLinking: boolean;
    readonly displayRequestDuration: boolean;
  }): void;
}
