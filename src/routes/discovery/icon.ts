import type { Site } from "../../site/site.ts";
import type { DocumentKind } from "../documents/document.ts";
import { encodeIco } from "./ico.ts";
import { drawIcon, ICON_PATH, ICON_SIDE, iconColour } from "./icon-shape.ts";

export const ICON: DocumentKind = { audience: "feed", mediaType: "image/svg+xml", suffix: "svg" };

export const FAVICON: DocumentKind = { audience: "feed", mediaType: "image/x-icon", suffix: "ico" };

/** The sizes in which favicons are shown, in pixels: on common screens and on those of twice their density. */
const FAVICON_SIZES = [16, 32] as const;

/** The site's icon as SVG: the sign of a feed on a square of the site's colour, which fills it to the edges. */
export function icon({ colour }: Pick<Site, "colour">): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${ICON_SIDE} ${ICON_SIDE}"><path fill="${colour}" d="M0 0h${ICON_SIDE}v${ICON_SIDE}H0z"/><path fill="${iconColour(colour)}" d="${ICON_PATH}"/></svg>\n`;
}

/** The same as an ICO file. */
export function favicon({ colour }: Pick<Site, "colour">): Uint8Array<ArrayBuffer> {
  return encodeIco(FAVICON_SIZES.map((size) => ({ size, pixels: drawIcon(size, colour) })));
}
