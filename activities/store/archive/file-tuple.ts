/** What files are counted by, in the order in which the trigger `files_counted` writes it down. */
export const TUPLE_FIELDS = ['proposal_id', 'data_type', 'trusted', 'current', 'kind', 'obstype', 'filter', 'filter_2', 'grating', 'wavmode', 'slit', 'roi', 'technique', 'state', 'flagged'] as const;
export type TupleField = (typeof TUPLE_FIELDS)[number];

/** The same of a row of files, as SQL text. */
export const tupleColumns: Readonly<Record<TupleField, string>> = {
  proposal_id: 'files.proposal_id',
  data_type: 'files.data_type::text',
  trusted: 'files.trusted::text',
  current: 'files.current::text',
  kind: 'files.kind',
  obstype: 'files.obstype',
  filter: 'files.filter',
  filter_2: 'files.filter2',
  grating: 'files.grating',
  wavmode: 'files.wavmode',
  slit: 'files.slit',
  roi: 'files.roi',
  technique: 'files.technique',
  state: 'files.state',
  flagged: "(files.flags <> '[]'::jsonb)::text",
};

/** Files are counted by blocks of this many ids. */
export const BLOCK_IDS = 256;
