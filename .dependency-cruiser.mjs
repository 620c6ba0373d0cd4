/** The walls between the rooms: numeric ← activities ← workflows ← api, and deploy may see them all. */
const typesOnly = { dependencyTypesNot: ['type-only'] };

/** Folders of each room, from the left to the right: one may import what stands in a group before its own, and its own. */
const layers = {
  numeric: [['math', 'fits'], ['kernels', 'display'], ['detector'], ['cosmic-rays'], ['sources'], ['sky'], ['extraction', 'wavelength'], ['synthetic']],
  activities: [['domain'], ['instruments', 'reference'], ['products'], ['calibrations', 'views'], ['steps'], ['recipes'], ['store', 'fingerprints'], ['threads'], ['execution'], ['reductions']],
  api: [['access'], ['controllers']],
};

/** A test may look anywhere in its room; what it looks at may not. */
const tests = '\\.(integration\\.)?test\\.ts$|\\.bench\\.ts$|/test-[^/]*\\.ts$';

/** deploy/local/, from the bottom up: a folder sees those before it. offline/ (but for the words of settings/) and scripts/ stand alone, and bench/ sees everything. */
const localFolders = ['settings', 'terminal', 'supervision', 'services', 'platform', 'admin', 'demo'];
const localArrows = [
  {
    name: 'local-docs-alone',
    comment: 'The reference is written from activities/; nothing is built on it.',
    severity: 'error',
    from: { path: '^deploy/local/docs/', pathNot: tests },
    to: { path: '^deploy/', pathNot: '^deploy/local/(settings|docs)/' },
  },
  ...localFolders.map((folder, i) => ({
    name: `local-${folder}-downwards`,
    severity: 'error',
    from: { path: `^deploy/local/${folder}/`, pathNot: tests },
    to: { path: '^deploy/', pathNot: `^deploy/local/(${localFolders.slice(0, i + 1).join('|')})/` },
  })),
  ...['offline', 'scripts'].map((folder) => ({
    name: `local-${folder}-alone`,
    severity: 'error',
    from: { path: `^deploy/local/${folder}/`, pathNot: tests },
    to: { path: '^deploy/', pathNot: `^deploy/local/(${folder}/|settings/system-words\\.ts$)` },
  })),
];

const arrows = Object.entries(layers).flatMap(([room, groups]) =>
  groups.flatMap((group, i) =>
    group.map((folder) => {
      const later = [...group.filter((other) => other !== folder), ...groups.slice(i + 1).flat()];
      return {
        name: `${room}-${folder}-arrow`,
        comment: `${room}/: ${groups.map((names) => names.join(', ')).join(' <- ')}. ${folder}/ may not import from its right or from its neighbors: move the shared type or function to the left.`,
        severity: 'error',
        from: { path: `^${room}/${folder}/`, pathNot: tests },
        to: { path: `^${room}/(${later.join('|')})/` },
      };
    }),
  ),
);

export default {
  forbidden: [
    ...arrows.filter(({ to }) => !to.path.includes('()')),
    {
      name: 'wavelength-from-math',
      comment: 'numeric/wavelength/ needs mathematics only: a lamp is a row of numbers, however it was extracted.',
      severity: 'error',
      from: { path: '^numeric/wavelength/', pathNot: tests },
      to: { path: '^numeric/(?!wavelength/|math/|errors\\.ts|frame\\.ts)' },
    },
    {
      name: 'golden-for-tests',
      comment: 'numeric/golden/ is what other codes gave: tests compare with it, nothing computes with it.',
      severity: 'error',
      from: { path: '^numeric/', pathNot: `${tests}|^numeric/golden/` },
      to: { path: '^numeric/golden/' },
    },
    {
      name: 'numeric-alone',
      comment: 'numeric/ is pure: it imports nothing but itself (tests may use vitest and Node).',
      severity: 'error',
      from: { path: '^numeric/', pathNot: '\\.(test|bench)\\.ts$|^numeric/assembly/' },
      to: { pathNot: '^numeric/' },
    },
    {
      name: 'numeric-tests-alone',
      severity: 'error',
      from: { path: '^numeric/.*\\.(test|bench)\\.ts$' },
      to: { path: '^(activities|workflows|api|deploy)/' },
    },
    {
      name: 'activities-left-only',
      comment: 'activities/ sees numeric/ and npm.',
      severity: 'error',
      from: { path: '^activities/' },
      to: { path: '^(workflows|api|deploy)/' },
    },
    {
      name: 'workflows-take-types',
      comment: 'workflows/ decide and touch nothing: types of activities only, no numbers. The exceptions are the names both sides use, and how their process reads its environment.',
      severity: 'error',
      from: { path: '^workflows/', pathNot: tests },
      to: { path: '^(numeric|activities)/', pathNot: '^activities/(domain/workflow-contract|store/service-settings)\\.ts$', ...typesOnly },
    },
    {
      name: 'workflows-left-only',
      severity: 'error',
      from: { path: '^workflows/', pathNot: tests },
      to: { path: '^(api|deploy)/' },
    },
    {
      name: 'workflows-pure',
      comment: 'Workflow code runs in a sandbox: only @temporalio/workflow and @temporalio/common. worker.ts and settings.ts run outside it.',
      severity: 'error',
      from: { path: '^workflows/', pathNot: `${tests}|^workflows/(worker|settings|bundle)\\.ts$` },
      to: { path: '^node_modules/', pathNot: '^node_modules/@temporalio/(workflow|common)/' },
    },
    {
      name: 'workflows-no-node',
      severity: 'error',
      from: { path: '^workflows/', pathNot: `${tests}|^workflows/(worker|settings|bundle)\\.ts$` },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'api-left-only',
      comment: 'api/ takes types of workflows, and of activities only domain, store, the description of steps, the graph of a product, what a browser is shown, the thread that unpacks what comes in, and how to give memory back.',
      severity: 'error',
      from: { path: '^api/', pathNot: tests },
      to: { path: '^(numeric|deploy)/|^activities/(?!domain/|store/|steps/|instruments/|views/|products/lineage\\.ts$|threads/view-|threads/(unpack-in-thread|collect-garbage)\\.ts$)' },
    },
    {
      name: 'api-workflow-types',
      severity: 'error',
      from: { path: '^api/', pathNot: '\\.(integration\\.)?test\\.ts$' },
      to: { path: '^workflows/', ...typesOnly },
    },
    {
      name: 'no-cycles',
      comment: 'No import circle of files, of types neither: move what both need into a file of its own.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...localArrows,
    { name: 'unresolved', severity: 'error', from: { pathNot: '^api/generated/' }, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|numeric/assembly)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { conditionNames: ['gp-src', 'import', 'node', 'default'], exportsFields: ['exports'] },
  },
};
