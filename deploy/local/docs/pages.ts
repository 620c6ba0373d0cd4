import { steps, stepsByName } from '#activities/steps/index';
import type { Page } from './markdown.js';
import { reachableFrom, sourceProgram, stepDeclarations } from './reachable-code.js';
import { stepPage, stepsPage } from './step-page.js';
import { failuresPage, productsPage, qualitiesPage, settingsPage } from './tables.js';

/** Pages that TypeDoc shows beside the modules; those of the steps lie below the page `steps`. */
export const topPages = ['steps', 'products', 'settings', 'qualities', 'failures'];

/**
 * Every generated page of the reference: of each step, of all steps, products, settings and failures.
 * @param root the checkout, whose sources tell how a step fails.
 * @throws {Error} for a step whose declaration the sources do not show.
 */
export function referencePages(root: string): Page[] {
  const program = sourceProgram(root);
  const declarations = stepDeclarations(program, root);
  const pagesOfSteps = Object.keys(steps).map((name) => {
    const [step, declaration] = [stepsByName[name], declarations.get(name)];
    if (!step || !declaration) throw new Error(`The declaration of step ${name} was not found in activities/steps.`);
    return stepPage(step, reachableFrom(declaration, program, root));
  });
  return [stepsPage(Object.values(stepsByName)), productsPage(), settingsPage(), qualitiesPage(), failuresPage(), ...pagesOfSteps];
}
