import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DefaultLogger, bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

const fromSource = import.meta.url.endsWith('.ts');

const beside = (name: string): string => fileURLToPath(new URL(`./${name}.${fromSource ? 'ts' : 'js'}`, import.meta.url));

/** Where the bundle of the compiled workflows is kept. */
export const bundlePath = fileURLToPath(new URL('./workflow-bundle.js', import.meta.url));

/** The workflows as one script for the sandbox; `#activities/…` are types only and vanish. */
export function bundleWorkflows(): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath: beside('index'),
    workflowInterceptorModules: [beside('request-log')],
    logger: new DefaultLogger('WARN'),
    webpackConfigHook: (config) => ({
      ...config,
      resolve: { ...config.resolve, ...(fromSource ? { conditionNames: ['gp-src', '...'] } : {}) },
    }),
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { code } = await bundleWorkflows();
  writeFileSync(bundlePath, code);
}
