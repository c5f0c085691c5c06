// Answers with what is in stock.
export default {
  fetch: (_request: Request, env: { readonly STOCK: string }): Response => Response.json({ stock: env.STOCK }),
};
