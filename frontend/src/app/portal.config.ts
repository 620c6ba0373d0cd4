import { ErrorHandler, inject, provideAppInitializer, provideBrowserGlobalErrorListeners, type ApplicationConfig } from '@angular/core';
import { provideRouter, TitleStrategy, withComponentInputBinding } from '@angular/router';
import { routes } from './portal.routes';
import { PageErrors } from './shell/page-errors';
import { PageTitle } from './shell/page-title';
import { Theme } from './theme/theme';
import { firstLanguage, speak } from './texts/text';

export const portalConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideRouter(routes, withComponentInputBinding()),
    provideAppInitializer(async () => {
      inject(Theme);
      const chosen = firstLanguage();
      if (chosen !== 'en') await speak(chosen);
    }),
    { provide: ErrorHandler, useExisting: PageErrors },
    { provide: TitleStrategy, useExisting: PageTitle },
  ],
};
