/** The walls between the rooms: numeric ← activities ← workflows ← api, and deploy may see them all. */
const typesOnly = { dependencyTypesNot: ['type-only'] };

/** deploy/local/, from the bottom up: a folder sees those before it. offline/ and scripts/ stand alone, and bench/ sees everything. */
const localFolders = ['settings', 'terminal', 'supervision', 'services', 'platform', 'admin', 'demo'];
const tests = '\\.(integration\\.)?test\\.ts$';
const localArrows = [
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
    to: { path: '^deploy/', pathNot: `^deploy/local/${folder}/` },
  })),
];

export default {
  forbidden: [
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
      comment: 'workflows/ decide and touch nothing: types of activities only, no numbers.',
      severity: 'error',
      from: { path: '^workflows/', pathNot: '\\.(integration\\.)?test\\.ts$' },
      to: { path: '^(numeric|activities)/', ...typesOnly },
    },
    {
      name: 'workflows-left-only',
      severity: 'error',
      from: { path: '^workflows/', pathNot: '\\.(integration\\.)?test\\.ts$' },
      to: { path: '^(api|deploy)/' },
    },
    {
      name: 'workflows-pure',
      comment: 'Workflow code runs in a sandbox: only @temporalio/workflow and @temporalio/common. worker.ts and settings.ts run outside it.',
      severity: 'error',
      from: { path: '^workflows/', pathNot: '\\.(integration\\.)?test\\.ts$|^workflows/(worker|settings|bundle)\\.ts$' },
      to: { path: '^node_modules/', pathNot: '^node_modules/@temporalio/(workflow|common)/' },
    },
    {
      name: 'workflows-no-node',
      severity: 'error',
      from: { path: '^workflows/', pathNot: '\\.(integration\\.)?test\\.ts$|^workflows/(worker|settings|bundle)\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'api-left-only',
      comment: 'api/ takes types of workflows, and of activities only domain, store and the description of steps.',
      severity: 'error',
      from: { path: '^api/', pathNot: '\\.(integration\\.)?test\\.ts$' },
      to: { path: '^(numeric|deploy)/|^activities/(?!domain/|store/|steps/|instruments/)' },
    },
    {
      name: 'api-workflow-types',
      severity: 'error',
      from: { path: '^api/', pathNot: '\\.(integration\\.)?test\\.ts$' },
      to: { path: '^workflows/', ...typesOnly },
    },
    ...localArrows,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
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
