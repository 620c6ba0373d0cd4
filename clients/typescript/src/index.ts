export { frameBody, platformAt, type Platform } from './platform-at.ts';
export { Refused, type Problem } from './refused.ts';
export type { components, operations, paths } from './schema.d.ts';
