import type { Type } from '@angular/core';

const loading = new Map<string, Promise<void>>();

/** A page whose own style sheet comes with it: what everybody loads first stays small. It is drawn when both are there, and also when only the page came. */
export function styled<Page>(name: string, page: () => Promise<Type<Page>>): () => Promise<Type<Page>> {
  return async () => {
    const [component] = await Promise.all([page(), loadStyles(name)]);
    return component;
  };
}

/** Adds a style sheet of the build once. */
export function loadStyles(name: string): Promise<void> {
  const known = loading.get(name);
  if (known) return known;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = `${name}.css`;
  const loaded = new Promise<void>((resolve) => {
    link.onload = () => resolve();
    link.onerror = () => {
      // A page in plain clothes is better than none; the next page asks again.
      loading.delete(name);
      resolve();
    };
  });
  loading.set(name, loaded);
  document.head.append(link);
  return loaded;
}
