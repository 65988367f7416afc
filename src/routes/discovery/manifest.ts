import { isRightToLeft } from "../../pages/components/language.ts";
import { LIGHT } from "../../pages/styles/colour.ts";
import type { Site } from "../../site/site.ts";
import { FIXED_PATHS, pathPrefix } from "../../site/urls.ts";
import type { DocumentKind } from "../documents/document.ts";

export const MANIFEST: DocumentKind = {
  audience: "feed",
  mediaType: "application/manifest+json; charset=utf-8",
  suffix: "manifest",
};

/** The web app manifest (W3C, Web Application Manifest). Its icon fills its square, so that it can be cut to any shape. */
export function manifest(site: Site): string {
  const prefix = pathPrefix(site);
  const icon = { src: prefix + FIXED_PATHS.icon, sizes: "any", type: "image/svg+xml" };
  const small = { src: prefix + FIXED_PATHS.favicon, sizes: "16x16 32x32", type: "image/x-icon" };
  return JSON.stringify({
    id: `${prefix}/`,
    name: site.title,
    short_name: site.title,
    description: site.description,
    lang: site.language,
    dir: isRightToLeft(site.language) ? "rtl" : "auto",
    start_url: `${prefix}/`,
    scope: `${prefix}/`,
    display: "browser",
    categories: ["news"],
    theme_color: site.colour,
    background_color: LIGHT.paper,
    icons: [{ ...icon, purpose: "any" }, { ...icon, purpose: "maskable" }, small],
  });
}
