import { readFits } from '#numeric/fits/read';

/** Cards of the frames a master was made of: what they looked at, whose they were, what they are called. */
export const TELLS_OF_MEMBERS =
  /^(OBJECT|PROPOSAL|PROPID|PROGRAM|OBSERVER|OBSERVAT?|PI|PINAME|TITLE|OBSID|CONFID|BLOCK_ID|BLKUID|REQNUM|GROUPID|IMAGEID|FILENAME|ORIGFILE|PARENT|OBS_?RA|OBS_?DEC|RA|DEC|HA|ST|LST|AIRMASS|ALT|AZ|EL|POSANGLE|PARANGLE|TELRA|TELDEC|TARGRA|TARGDEC|COMMENT|HISTORY|NOTES?|USERNAME|GSP_IC\d+|GSP_ONAM|CHECKSUM|DATASUM)$/;

const CARD = 80;
const BLOCK = 2880;

/**
 * A master that serves everybody, as everybody may have it: its planes with their headers, without the cards that tell of its members and without
 * the record they stand in. Byte for byte the same each time.
 */
export function sharedMaster(bytes: Uint8Array): Buffer {
  const file = readFits(bytes);
  const starts = file.hdus.map(({ headerOffset }) => headerOffset);
  const parts = file.hdus.flatMap((hdu, i) => {
    // The record is an image of bytes to FITS; planes have two axes.
    if (hdu.kind !== 'image' || hdu.shape.length !== 2) return [];
    const end = starts[i + 1] ?? bytes.length;
    return [maskedHeader(bytes.subarray(hdu.headerOffset, hdu.dataOffset)), bytes.subarray(hdu.dataOffset, end)];
  });
  return Buffer.concat(parts);
}

/** The cards that may stay, the block filled with blanks: nothing behind it moves. */
function maskedHeader(header: Uint8Array): Buffer {
  const text = Buffer.from(header).toString('latin1');
  const cards = Array.from({ length: text.length / CARD }, (_, i) => text.slice(i * CARD, (i + 1) * CARD));
  let leftOut = false;
  const kept = cards.filter((card) => {
    const keyword = card.slice(0, 8).trimEnd();
    // A long text goes on in cards of this name.
    if (keyword !== 'CONTINUE') leftOut = TELLS_OF_MEMBERS.test(keyword) || /^HIERARCH/.test(keyword);
    return !leftOut;
  });
  const shorter = kept.join('');
  return Buffer.from(shorter.padEnd(Math.ceil(shorter.length / BLOCK) * BLOCK), 'latin1');
}
