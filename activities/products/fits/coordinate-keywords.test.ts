import { describe, expect, test } from 'vitest';
import type { Card } from '#numeric/fits/header';
import { encodeProduct } from '../encode-product.js';
import type { ProductKind, Products } from '../index.js';
import { calibratedProduct, masterBias, reducedProduct, spectraProduct } from '../test-products.js';
import { describesRawPixels } from './coordinate-keywords.js';

/** What raw headers were seen to say about coordinates: celestial with alternates, distortion, IRAF, the sections of an amplifier. */
const RAW = `WCSAXES WCSNAME CTYPE1 CTYPE2 CUNIT1 CUNIT2 CRVAL1 CRVAL2 CRPIX1 CRPIX2 CDELT1 CDELT2 CROTA1 CROTA2 CD1_1 CD1_2 CD2_1 CD2_2 PC1_1 PC1_2 PC2_1 PC2_2 PC001001 PV1_1 PV2_1 PS1_0
  LONPOLE LATPOLE RADECSYS CNAME1 CRDER1 CSYER2 WCSAXESA CTYPE1A CTYPE2A CRVAL1A CRPIX1A CDELT1A CD1_1A PC2_2A PV2_1Z CTYPE1Z RADESYSA EQUINOXA WCSNAMEA SPECSYS SPECSYSA RESTFRQ RESTFREQ
  RESTWAV VELOSYS VELREF A_ORDER A_0_2 A_DMAX B_ORDER B_2_0 AP_ORDER BP_1_1 CPDIS1 DP1 D2IMDIS1 WCSDIM LTM1_1 LTM2_2 LTM1_2 LTV1 LTV2 ATM1_1 ATV1 DTM1_1 DTV1 WAT0_001 WAT1_001 WAT2_001 WAT2_002
  DC-FLAG DCLOG1 REFSPEC1 BANDID1 APNUM1 BIASSEC TRIMSEC DATASEC CCDSEC`.split(/\s+/);
const KEPT = ['RA', 'DEC', 'RADESYS', 'EQUINOX', 'OBSRA', 'CCDSUM', 'CAM_TARG', 'DATE-OBS', 'PARAM16', 'PG5_11', 'AIRMASS', 'WAVMODE', 'DETECTOR', 'APERTURE', 'PSFWHM', 'CDS'];

const rawCards: Card[] = RAW.map((keyword) => ({ keyword, value: keyword.startsWith('C') ? -98.5 : 'raw', comment: 'of the raw frame' }));

describe('of the coordinates of the raw frame', () => {
  test.each(RAW)('%s goes', (keyword) => {
    expect(describesRawPixels(keyword)).toBe(true);
  });

  test.each(KEPT)('%s stays', (keyword) => {
    expect(describesRawPixels(keyword)).toBe(false);
  });

  test.each<[ProductKind, Products['frame' | 'masterBias' | 'spectra' | 'calibratedSpectra']]>([
    ['frame', reducedProduct()],
    ['masterBias', masterBias()],
    ['spectra', spectraProduct()],
    ['calibratedSpectra', calibratedProduct()],
  ])('no card is left in the header of %s, and its own stand once', (kind, product) => {
    const plain = encodeProduct(kind, product, { key: 'k', date: '2026-11-24' });
    const burdened = encodeProduct(kind, { ...product, cards: [...product.cards, ...rawCards] }, { key: 'k', date: '2026-11-24' });
    burdened.forEach(({ cards }, i) => {
      const about = (all: readonly Card[] | undefined) => (all ?? []).filter(({ keyword }) => describesRawPixels(keyword)).map(({ keyword, value }) => [keyword, value]);
      expect(about(cards)).toEqual(about(plain[i]?.cards));
      const keywords = about(cards).map(([keyword]) => keyword);
      expect(new Set(keywords).size).toBe(keywords.length);
    });
  });
});
