import { inject } from '@angular/core';
import { Router, type CanActivateFn } from '@angular/router';
import { Session } from './session';

/** Pages of the platform are for who is signed in; others log in first and come back. */
export const signedIn: CanActivateFn = async (_route, state) => {
  const [session, router] = [inject(Session), inject(Router)];
  return (await session.read()) || router.createUrlTree(['/login'], { queryParams: state.url === '/' ? {} : { then: state.url } });
};
