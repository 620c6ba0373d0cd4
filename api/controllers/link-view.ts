import { z } from 'zod';
import { ReductionError } from '#activities/domain/errors';
import { LEVEL } from '#activities/domain/reduction';
import type { FileLink } from '#activities/store/file-links';
import type { StoredFile } from '#activities/store/models';
import type { Caller } from '../access/auth.js';
import { showsMembers } from '../access/visible.js';
import type { DownloadFormat } from '../send-file.js';
import { spokenName } from '../spoken-name.js';

export interface LinkRequest {
  /** When it ends: a day, YYYY-MM-DD, to its end in UTC, or a moment with its zone; at most a year from now. */
  until: string;
  /**
   * For whom or what for; whoever holds the link reads it too.
   * @maxLength 500
   */
  note?: string;
}

/** A link as those who may give the file on see it; never its address. */
export interface LinkView {
  /** @isInt */
  id: number;
  /** @isInt */
  file_id: number;
  note: string;
  /** Username of who made it. */
  made_by: string;
  created: string;
  until: string;
  /** When the file was last fetched with it; null: never. */
  last_used: string | null;
  /**
   * How often the file was fetched with it.
   * @isInt
   */
  downloads: number;
}

export interface NewLink extends LinkView {
  /** What to send on: shown this once, only its hash is kept. Whoever has it needs no account. */
  url: string;
}

/** What a link opens. */
export interface LinkedFile {
  file_name: string;
  /** OBJECT of the header; empty for a master that serves everybody. */
  object: string;
  /** Evening date of the observing night, YYYYMMDD; null when the header does not tell. */
  night: string | null;
  /**
   * 0 raw, 1 master, 2 reduced, 3 extracted, 4 wavelength calibrated.
   * @isInt
   */
  data_type: number;
  /** @isInt */
  size_bytes: number;
  /** False: a newer version was made; ask whoever sent the link. */
  current: boolean;
  /** Made with calibrations of another night, until those of its own are there. */
  provisional: boolean;
  /** A sentence for each quality number beyond its bound. */
  flags: string[];
  note: string;
  /** Name of who made the link. */
  from: string;
  until: string;
  /** What `download` makes of this file. */
  formats: DownloadFormat[];
  download_url: string;
  picture_url: string;
}

const LONGEST_DAYS = 366;
const endOfLink = z.union([
  z.iso.date().transform((day) => new Date(`${day}T23:59:59Z`)),
  z.iso.datetime({ offset: true }).transform((moment) => new Date(moment)),
]);

/** @throws ReductionError `request-invalid` for what is no time, is over, or is more than a year away */
export function untilOf(text: string, now = Date.now()): Date {
  const { data: until } = endOfLink.safeParse(text);
  if (!until || Number.isNaN(until.getTime())) throw new ReductionError('request-invalid', `until: "${text.slice(0, 40)}" is no day and no moment with its zone, as in 2026-12-31 or 2026-12-31T12:00:00Z.`, { parameter: 'until' });
  if (until.getTime() <= now) throw new ReductionError('request-invalid', `until: ${text} is over already.`, { parameter: 'until' });
  if (until.getTime() > now + LONGEST_DAYS * 86_400_000) throw new ReductionError('request-invalid', `until: a link lasts ${LONGEST_DAYS} days at most; make another one when it ends.`, { parameter: 'until' });
  return until;
}

export function linkView({ id, fileId, note, user, created, expires, lastUsed, downloads }: FileLink): LinkView {
  return { id, file_id: fileId, note, made_by: user?.username ?? '', created: created.toISOString(), until: expires.toISOString(), last_used: lastUsed?.toISOString() ?? null, downloads };
}

/** @param address where the link is, ending in a slash */
export function linkedFile({ link, file, holder }: { link: FileLink; file: StoredFile; holder: Caller }, address: string): LinkedFile {
  const { user } = link;
  return {
    file_name: file.fileName,
    object: showsMembers(file, holder) ? file.object : '',
    night: file.night,
    data_type: file.dataType,
    size_bytes: file.sizeBytes,
    current: file.current,
    provisional: file.provisional,
    flags: [...file.flags],
    note: link.note,
    from: user ? spokenName(user) : '',
    until: link.expires.toISOString(),
    formats: file.dataType >= LEVEL.extracted ? ['fits', 'csv', 'ecsv', 'votable'] : ['fits'],
    download_url: `${address}download/`,
    picture_url: `${address}visualize/`,
  };
}
