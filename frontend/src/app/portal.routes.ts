import type { Routes } from '@angular/router';
import { styled } from './parts/styled';
import { signedIn } from './session/signed-in';

/** Every page loads by itself. `title` is a key of the texts; `menu` the entry that is lit. */
export const routes: Routes = [
  { path: 'login', title: 'login.title', loadComponent: () => import('./session/login-page').then((file) => file.LoginPage) },
  { path: 'forgotten', title: 'forgotten.title', loadComponent: () => import('./session/forgotten-page').then((file) => file.ForgottenPage) },
  { path: 'reset', title: 'reset.title', loadComponent: () => import('./session/reset-page').then((file) => file.ResetPage) },
  { path: 'reset/:token', title: 'reset.title', loadComponent: () => import('./session/reset-page').then((file) => file.ResetPage) },
  { path: 'links/:token', title: 'title', loadComponent: styled('choices', () => import('./links/link-page').then((file) => file.LinkPage)) },
  {
    path: '',
    canActivate: [signedIn],
    loadComponent: () => import('./shell/shell').then((file) => file.Shell),
    children: [
      { path: '', pathMatch: 'full', redirectTo: 'night' },
      { path: 'night', title: 'menu.night', loadComponent: () => import('./night/night-page').then((file) => file.NightPage) },
      { path: 'night/:night', title: 'menu.night', loadComponent: () => import('./night/night-page').then((file) => file.NightPage) },
      { path: 'data', title: 'menu.data', loadComponent: styled('choices', () => import('./data/data-page').then((file) => file.DataPage)) },
      { path: 'data/:frame', title: 'menu.data', loadComponent: styled('choices', () => import('./data/data-page').then((file) => file.DataPage)) },
      { path: 'data/:frame/failure', title: 'menu.data', loadComponent: styled('choices', () => import('./failure/failure-page').then((file) => file.FailurePage)) },
      { path: 'data/:frame/view', title: 'viewer.title', loadComponent: styled('pages', () => import('./viewer/viewer-page').then((file) => file.ViewerPage)) },
      { path: 'data/:frame/:part', title: 'menu.data', loadComponent: styled('choices', () => import('./data/data-page').then((file) => file.DataPage)) },
      { path: 'search', title: 'menu.search', loadComponent: styled('pages', () => import('./search/search-page').then((file) => file.SearchPage)) },
      { path: 'proposals', title: 'menu.proposals', loadComponent: styled('pages', () => import('./proposals/proposals-page').then((file) => file.ProposalsPage)) },
      { path: 'proposals/:id', title: 'menu.proposals', loadComponent: styled('pages', () => import('./proposals/proposal-page').then((file) => file.ProposalPage)) },
      { path: 'proposals/:id/:part', title: 'menu.proposals', loadComponent: styled('pages', () => import('./proposals/proposal-page').then((file) => file.ProposalPage)) },
      { path: 'logs', title: 'menu.logs', loadComponent: styled('pages', () => import('./logs/logs-page').then((file) => file.LogsPage)) },
      { path: 'logs/:tab', title: 'menu.logs', loadComponent: styled('pages', () => import('./logs/logs-page').then((file) => file.LogsPage)) },
      { path: 'user', title: 'menu.profile', loadComponent: styled('pages', () => import('./user/user-page').then((file) => file.UserPage)) },
      { path: 'management', title: 'menu.management', loadComponent: styled('pages', () => import('./management/management-page').then((file) => file.ManagementPage)) },
      { path: 'management/:tab', title: 'menu.management', loadComponent: styled('pages', () => import('./management/management-page').then((file) => file.ManagementPage)) },
      { path: 'states', title: 'title', loadComponent: styled('choices', () => import('./states/states-page').then((file) => file.StatesPage)) },
      { path: 'password', title: 'password.title', loadComponent: () => import('./session/password-page').then((file) => file.PasswordPage) },
      { path: '**', title: 'nowhere.title', loadComponent: () => import('./shell/nowhere-page').then((file) => file.NowherePage) },
    ],
  },
];
