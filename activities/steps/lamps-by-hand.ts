import * as z from 'zod';

/** Which lamps were lit: by the header of the lamp, unless somebody says otherwise. Names are those of the LAMP_ cards. */
export const settingsOfLamps = z.object({
  lamps: z.array(z.enum(['HGA', 'NE', 'AR', 'FE', 'CU'])).min(1).optional().describe('Lamps that were lit, instead of those that the header names'),
  setBy: z.string().optional().describe('Who said so, when and why'),
});
