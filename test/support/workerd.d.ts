/** The little of workerd's own modules that the tests use; `cloudflare:workers` exists only there. */
declare module "cloudflare:workers" {
  /** What the Worker exports, each as others would reach it. */
  export const exports: {
    readonly default: { fetch(input: string, init?: RequestInit): Promise<Response> };
  };
}

/** What the test runner adds to workerd. */
declare module "cloudflare:test" {
  interface TestStatement {
    bind(...values: unknown[]): TestStatement;
    all(): Promise<{
      readonly results: readonly Readonly<Record<string, string | number | null>>[];
      readonly meta: { readonly rows_read: number };
    }>;
  }

  interface TestQueries {
    prepare(sql: string): TestStatement;
    batch(statements: TestStatement[]): Promise<unknown>;
  }

  interface TestSession extends TestQueries {
    getBookmark(): string | null;
  }

  export const env: {
    readonly TEST_DB: TestQueries & { withSession(constraint: string): TestSession };
    readonly TEST_MIGRATIONS: unknown;
  };
  export function applyD1Migrations(database: typeof env.TEST_DB, migrations: unknown): Promise<void>;
}

declare module "*.sql?raw" {
  const text: string;
  export default text;
}

/** A file as a `data:` address. */
declare module "*?url&inline" {
  const address: string;
  export default address;
}
