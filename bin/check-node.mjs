// Plain JavaScript: an older Node cannot read TypeScript, and would answer with a stack.
if (!process.features.typescript) {
  console.error(
    `Harkara needs Node 22.18 or newer, and this is Node ${process.versions.node}: run npm ci, then npm start or npx harkara, which bring the right one along.`,
  );
  process.exit(1);
}
