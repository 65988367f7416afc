/**
 * The part of `xml-js` that `feed` uses: `wrangler.toml` puts it in the place of the whole.
 * @module
 */
export { default as js2xml } from "xml-js/lib/js2xml.js";
