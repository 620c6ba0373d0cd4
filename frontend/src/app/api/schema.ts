/** The types of the API: one file for the portal and the TypeScript client, made from the committed document. */
export type * from '../../../../clients/typescript/src/schema';
