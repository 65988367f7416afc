/** Colours of a picture: sky, sun, and from the farthest hill to the nearest. */
const PALETTES: readonly (readonly [string, string, readonly string[]])[] = [
  ["#f6d9b8", "#e8743b", ["#c9a48f", "#96707a", "#5d4a66", "#332d4b"]],
  ["#cfe3ea", "#fdf6e3", ["#9cbfc6", "#6a979d", "#3f6b70", "#21454b"]],
  ["#f3e3c3", "#d9a441", ["#c8b98a", "#93955f", "#5f7048", "#334a37"]],
  ["#dfe6d3", "#f2c14e", ["#aebf9d", "#7d9c7d", "#4c7562", "#27504a"]],
  ["#2b3a55", "#f1e3c6", ["#3b4f6b", "#2f4059", "#223147", "#162233"]],
  ["#f4cfc4", "#c8553d", ["#d7a39b", "#a87480", "#6f5069", "#403650"]],
];

/**
 * A landscape in flat colours as SVG, for pictures of the sample content, which are nowhere.
 * @param name what it follows from: the same name gives the same picture
 */
export function landscape(name: string, width = 1600, height = 900): string {
  const random = generator(name);
  const [sky, sun, hills] = PALETTES[Math.floor(random() * PALETTES.length)] ?? ["", "", []];
  const [sunX, sunY] = [width * (0.2 + random() * 0.6), height * (0.2 + random() * 0.25)];
  const layers = hills.map((colour, index) => {
    const base = height * (0.45 + index * 0.13);
    const waves = [1, 2, 3].map((octave) => ({
      size: (height * 0.09) / octave,
      length: (width * (0.3 + random() * 0.5)) / octave,
      start: random() * Math.PI * 2,
    }));
    const steps = Array.from({ length: 81 }, (_, step) => {
      const x = (width * step) / 80;
      const y = waves.reduce(
        (sum, { size, length, start }) => sum + size * Math.sin((x / length) * 2 + start),
        base,
      );
      return `${Math.round(x)},${Math.round(y)}`;
    });
    return `<polygon fill="${colour}" points="0,${height} ${steps.join(" ")} ${width},${height}"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<rect width="${width}" height="${height}" fill="${sky}"/>
<circle cx="${Math.round(sunX)}" cy="${Math.round(sunY)}" r="${Math.round(height * 0.09)}" fill="${sun}"/>
${layers.join("\n")}
</svg>
`;
}

/** Numbers from 0 to 1 that follow from a text (mulberry32 of its FNV-1a hash). */
function generator(text: string): () => number {
  let state = 0x81_1c_9d_c5;
  for (const character of text) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01_00_01_93);
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
