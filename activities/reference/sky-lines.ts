/**
 * Lines of the night sky in air, angstrom, that stand alone at the resolutions of Goodman and are bright on every night, or over the lights of a town: mercury of
 * street lamps, oxygen of the upper atmosphere, and OH where its doublet is narrower than 0.1 angstrom. SOURCES.md says where they come from.
 */
export const SKY_LINES: readonly number[] = [
  4358.328, 5460.735, // Hg
  5577.338, 6300.304, // [O I]
  7276.405, 7340.885, 7750.64, 7794.112, 7821.503, 7913.708, 7964.65, 7993.332, 8344.602, 8399.17, 8430.174, 8827.096, 8885.85, // OH
];
