import { Header } from '#numeric/fits/header';
import { ReductionError } from '../../domain/errors.js';
import type { Exposure, ExposureKind } from '../../domain/exposure.js';
import { describeExposure } from './describe-exposure.js';

/** What the header of a frame of each kind says. */
const OBSTYPE: Readonly<Record<ExposureKind, string>> = { bias: 'BIAS', flat: 'LAMPFLAT', arc: 'ARC', spectrum: 'SPECTRUM', image: 'EXPOSE', other: 'OTHER' };

/**
 * A frame as somebody says that it is, whatever its OBSTYPE says; everything else as its header has it. Without a kind, as its header says.
 * @throws {ReductionError} as `describeExposure`; `header-invalid` where the rest of the header rules that kind out.
 */
export function describeAs(header: Header, name: string, kind: ExposureKind | undefined): Exposure {
  if (kind === undefined) return describeExposure(header, name);
  const said = header.text('OBSTYPE') ?? '';
  const cards = header.cards.filter(({ keyword }) => keyword !== 'OBSTYPE');
  const exposure = describeExposure(new Header([...cards, { keyword: 'OBSTYPE', value: OBSTYPE[kind], comment: '' }]), name);
  if (exposure.kind !== kind) {
    throw new ReductionError('header-invalid', `${name} cannot be taken for ${inWords[kind]}: by its grating, filter and slit it was taken as ${exposure.technique.toLowerCase()}, which makes it ${inWords[exposure.kind]}.`, { exposure: name, kind });
  }
  return { ...exposure, warnings: [...exposure.warnings, `Taken for ${inWords[kind]} by hand; OBSTYPE says '${said}'.`] };
}

const inWords: Readonly<Record<ExposureKind, string>> = { bias: 'a bias frame', flat: 'a flat', arc: 'a lamp', spectrum: 'a spectrum', image: 'an image', other: 'a frame that is kept, not reduced' };
