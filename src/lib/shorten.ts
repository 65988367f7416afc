/**
 * The words of a text that fit; if not even one does, as much of it as does. No letter is parted from its signs.
 * @param most UTF-16 code units
 */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  let end = 0;
  for (const { index, segment } of new Intl.Segmenter("und", { granularity: "grapheme" }).segment(text)) {
    if (index + segment.length > most) break;
    end = index + segment.length;
  }
  const whole = text.slice(0, end);
  const blank = text.charAt(end) === " " ? end : whole.lastIndexOf(" ");
  return (blank > 0 ? whole.slice(0, blank) : whole).trimEnd();
}
