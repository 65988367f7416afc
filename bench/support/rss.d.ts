/** The part of `rss` that is used here; the package has no types. */
declare module "rss" {
  export default class RSS {
    constructor(options: Readonly<Record<string, unknown>>);
    item(options: Readonly<Record<string, unknown>>): this;
    xml(options?: { readonly indent?: boolean | string }): string;
  }
}
