import { fileURLToPath } from 'node:url';

/** The top of the checkout, from the source and from the compiled `dist/deploy/local`. */
export const checkout = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../../..' : '../../../..', import.meta.url)).replace(/[\\/]$/, '');
