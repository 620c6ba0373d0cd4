import { firstSchema } from './2026-11-24-first-schema.js';
import { accounts } from './2026-11-27-accounts.js';
import { archive } from './2026-11-27-archive.js';
import { bracket } from './2026-11-27-bracket.js';
import { comments } from './2026-11-27-comments.js';
import { fileLinks } from './2026-11-27-file-links.js';
import { flags } from './2026-11-27-flags.js';
import { largeArchive } from './2026-11-27-large-archive.js';
import { lineageKept } from './2026-11-27-lineage-kept.js';
import { lineage } from './2026-11-27-lineage.js';
import { manualChoices } from './2026-11-27-manual-choices.js';
import { messages } from './2026-11-27-messages.js';
import { namesAgain } from './2026-11-27-names-again.js';
import { ownMasters } from './2026-11-27-own-masters.js';
import { promptLists } from './2026-11-27-prompt-lists.js';
import { spans } from './2026-11-27-spans.js';
import { trust } from './2026-11-27-trust.js';
import { webhooks } from './2026-11-27-webhooks.js';
import type { Migration } from './migration.js';

/** In order; only ever appended to. */
export const migrations: readonly Migration[] = [firstSchema, lineage, lineageKept, flags, trust, namesAgain, comments, messages, manualChoices, accounts, archive, webhooks, fileLinks, largeArchive, spans, promptLists, bracket, ownMasters];
