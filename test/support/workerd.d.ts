/** The little of workerd's own modules that the tests use; `cloudflare:workers` exists only there. */
declare module "cloudflare:workers" {
  /** What the Worker exports, each as others would reach it. */
  export const exports: {
    readonly default: { fetch(input: string, init?: RequestInit): Promise<Response> };
  };
}
