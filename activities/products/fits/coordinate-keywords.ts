/** An axis or a pair of axes, by number, and the letter of an alternate description. */
const AXIS = String.raw`\d{1,2}[A-Z]?`;
const AXES = String.raw`\d{1,2}_\d{1,3}[A-Z]?`;

/**
 * Keywords that say where pixels of the raw frame lie, on the sky, in wavelength or on the detector. None of them holds after the overscan was cut off, let
 * alone along a spectrum, and one that is left beside the product's own WCS contradicts it. RADESYS and EQUINOX without a letter stay: they say of which
 * system the cards RA and DEC are.
 *
 * - World coordinates: Greisen & Calabretta 2002, A&A 395, 1061 (tables 1 and 2); Calabretta & Greisen 2002, A&A 395, 1077; Greisen et al. 2006, A&A 446, 747
 * - Distortion: Shupe et al. 2005 (SIP), and the tables of the Hubble archive (D2IM, CPDIS, DP)
 * - IRAF: physical, amplifier and detector coordinates (LTM, ATM, DTM and their vectors), WAT attributes, the equispec description; sections of the raw image
 */
const RAW_COORDINATES = new RegExp(
  `^(?:${[
    String.raw`WCSAXES[A-Z]?|WCSNAME[A-Z]?|RADESYS[A-Z]|EQUINOX[A-Z]|LONPOLE[A-Z]?|LATPOLE[A-Z]?|RADECSYS`,
    `(?:CTYPE|CUNIT|CRVAL|CRPIX|CDELT|CNAME|CRDER|CSYER|CROTA)${AXIS}`,
    `(?:PC|CD|PV|PS)${AXES}|PC\\d{6}|CD\\d{6}`,
    String.raw`(?:SPECSYS|SSYSOBS|SSYSSRC|VELOSYS|ZSOURCE|VELANGL|RESTFRQ|RESTWAV)[A-Z]?|RESTFREQ|VELREF`,
    String.raw`[AB]P?_(?:ORDER|DMAX|\d_\d)|D2IM\w+|(?:CPDIS|CQDIS|CPERR|CQERR|DP|DQ)\d\w*`,
    String.raw`WCSDIM|(?:LTM|ATM|DTM)\d_\d|(?:LTV|ATV|DTV)\d|WAT\d_\d{3}|WAXMAP\d+`,
    String.raw`DC-FLAG|DCLOG\d+|REFSPEC\d+|BANDID\d+|APNUM\d+|APID\d+`,
    'BIASSEC|TRIMSEC|DATASEC|CCDSEC|AMPSEC|DETSEC|ORIGSEC',
  ].join('|')})$`,
);

/** Does a card of this keyword place the pixels of the raw frame? */
export function describesRawPixels(keyword: string): boolean {
  return RAW_COORDINATES.test(keyword);
}
