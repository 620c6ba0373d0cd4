import type { IconName } from '../parts/icon-paths';
import type { PlainKey } from '../texts/text';

export interface MenuEntry {
  readonly path: string;
  readonly name: PlainKey;
  readonly icon: IconName;
  /** The second key after g. */
  readonly key?: string;
  readonly staffOnly?: boolean;
  /** A page of the API, not of the portal. */
  readonly outside?: boolean;
}

/** The menu, in the order of the manual. */
export const menuEntries: readonly MenuEntry[] = [
  { path: '/night', name: 'menu.night', icon: 'night', key: 'n' },
  { path: '/data', name: 'menu.data', icon: 'picture', key: 'd' },
  { path: '/search', name: 'menu.search', icon: 'lens', key: 's' },
  { path: '/proposals', name: 'menu.proposals', icon: 'star', key: 'p' },
  { path: '/logs', name: 'menu.logs', icon: 'bug' },
  { path: '/management', name: 'menu.management', icon: 'gear', staffOnly: true },
  { path: 'api/docs/', name: 'menu.docs', icon: 'info', outside: true },
];
