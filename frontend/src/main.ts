import { bootstrapApplication } from '@angular/platform-browser';
import { Portal } from './app/portal';
import { portalConfig } from './app/portal.config';

bootstrapApplication(Portal, portalConfig).catch((error: unknown) => {
  document.body.textContent = `The portal could not start: ${String(error)}`;
});
