/** Through whom observers come to the telescope. */
export const partners = {
  NOIRLAB: 'NSF NOIRLab',
  BRAZIL: 'Brazil (MCTI/LNA)',
  CHILE: 'Chile',
  UNC: 'University of North Carolina at Chapel Hill',
  MSU: 'Michigan State University',
  OTHER: 'Other',
} as const satisfies Record<string, string>;

export type Partner = keyof typeof partners;
