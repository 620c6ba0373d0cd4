import { ChangeDetectionStrategy, Component } from '@angular/core';

/** A slit and the light behind it. */
@Component({
  selector: 'gp-logo',
  template: `<svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
    <circle cx="16" cy="16" r="15" fill="none" stroke="currentColor" stroke-width="1.5" />
    <path d="M7 16h3" stroke="currentColor" stroke-width="1.5" />
    <rect x="10" y="7" width="1.8" height="18" rx=".9" fill="currentColor" />
    <rect class="blue" x="15" y="8" width="2.2" height="16" />
    <rect class="cyan" x="18.4" y="9" width="2.2" height="14" />
    <rect class="yellow" x="21.8" y="10.5" width="2.2" height="11" />
    <rect class="red" x="25.2" y="12.5" width="2" height="7" />
  </svg>`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Logo {}
