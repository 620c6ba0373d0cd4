import { DestroyRef } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Keys } from './keys';

describe('keys', () => {
  const pressed: string[] = [];
  const note = (name: string) => () => void pressed.push(name);
  const press = (key: string, on: EventTarget = document.body, more: KeyboardEventInit = {}) => on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));

  beforeEach(() => {
    pressed.length = 0;
    TestBed.inject(Keys).bind({ f: note('follow'), 'g n': note('night'), n: note('next'), 'Shift+ArrowLeft': note('crosshair'), ArrowLeft: note('move') }, TestBed.inject(DestroyRef));
  });

  it('answer single keys, pairs before singles, and Shift with arrows', () => {
    for (const key of ['f', 'n', 'g', 'n']) press(key);
    press('ArrowLeft');
    press('ArrowLeft', document.body, { shiftKey: true });
    expect(pressed).toEqual(['follow', 'next', 'night', 'move', 'crosshair']);
  });

  it('leave Enter to the button or link that has the focus, and no other key', () => {
    TestBed.inject(Keys).bind({ Enter: note('open') }, TestBed.inject(DestroyRef));
    const button = document.body.appendChild(document.createElement('button'));
    const link = document.body.appendChild(Object.assign(document.createElement('a'), { href: '/data' }));
    for (const target of [button.appendChild(document.createElement('span')), link]) press('Enter', target);
    press('f', button);
    press('Enter');
    expect(pressed).toEqual(['follow', 'open']);
    button.remove();
    link.remove();
  });

  it('are silent in fields, with Ctrl, and after the part is gone', () => {
    const field = document.body.appendChild(document.createElement('input'));
    press('f', field);
    press('f', document.body, { ctrlKey: true });
    expect(pressed).toEqual([]);
    field.remove();
    TestBed.resetTestingModule();
    press('f');
    expect(pressed).toEqual([]);
  });
});
