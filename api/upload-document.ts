/** What tsoa cannot see of `POST /api/files/`: its body is streamed past the generated code. */
export const uploadDocument = {
  requestBody: {
    required: true,
    content: {
      'multipart/form-data': {
        schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary', description: 'name.fits, .fit or .fts; packed as .fz, .gz, .bz2 or .Z too' } } },
      },
      'application/fits': { schema: { type: 'string', format: 'binary' } },
      'application/octet-stream': { schema: { type: 'string', format: 'binary' } },
    },
  },
};
