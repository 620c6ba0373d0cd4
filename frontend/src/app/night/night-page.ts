import { ChangeDetectionStrategy, Component } from '@angular/core';

@Component({ selector: 'gp-night-page', template: '<main id="main" tabindex="-1"></main>', changeDetection: ChangeDetectionStrategy.OnPush })
export class NightPage {}
