import type { Readable } from 'node:stream';
import type { Controller } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import { LEVEL } from '#activities/domain/reduction';
import type { StoredFile } from '#activities/store/models';
import type { PictureLook } from '#activities/views/pictures';
import type { Context } from './context.js';
import { keptAnswer } from './kept-answer.js';

export interface Picture {
  readonly file: StoredFile;
  readonly format: 'png' | 'svg';
  readonly look: PictureLook;
}

/** The picture of a frame or a spectrum, drawn off the event loop. @throws ReductionError `request-invalid` for a PNG of a spectrum. */
export async function sendPicture(controller: Controller, request: KoaRequest, { views, stalled }: Context, { file, format, look }: Picture): Promise<Readable | undefined> {
  const isSpectrum = file.dataType >= LEVEL.extracted;
  if (isSpectrum && format === 'png') throw new ReductionError('request-invalid', `${file.fileName} is a spectrum: it is drawn as svg; png is for frames.`);
  const draw = async () => {
    if (isSpectrum) return Buffer.from(await views.run('spectrumSvg', { spectrum: await views.spectrum(file), look }));
    const view = await views.image(file);
    return format === 'png' ? views.run('framePng', { view, look }) : Buffer.from(await views.run('frameSvg', { view, look }));
  };
  const how = [look.colorMap, look.inverse, look.saturated, look.theme, look.title.length > 0].join('-');
  return keptAnswer(controller, request, {
    contentType: format === 'png' ? 'image/png' : 'image/svg+xml',
    etag: `${file.checksum.slice(0, 32)}-${file.id}-${format}-${how}`,
    bytes: () => stalled.whileWeWork(request.req, draw()),
  });
}
