import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { ProblemError } from '../api/problem';
import { later } from '../test-page';
import { Toasts } from './toasts';
import { Work } from './work';

const refusal = new ProblemError({ status: 409, code: 'test', detail: 'Somebody was faster.', retry: false });

function placed(said: 'here' | 'passing') {
  @Component({ selector: 'gp-test-place', template: '' })
  class Place {
    readonly work = new Work(said);
  }
  const fixture = TestBed.createComponent(Place);
  return { fixture, work: fixture.componentInstance.work, messages: () => TestBed.inject(Toasts).shown().map(({ title }) => title) };
}

describe('work that somebody asked for', () => {
  it('is busy until the answer is here, and says whether it was done', async () => {
    const { work } = placed('here');
    const { answer, come } = later<void>();
    const done = work.do(() => answer);
    expect(work.busy()).toBe(true);
    come();
    expect([await done, work.busy(), work.trouble()]).toEqual([true, false, '']);
  });

  it('says a refusal here until it is tried again, or in a passing message', async () => {
    const [here, passing] = [placed('here'), placed('passing')];
    expect([await here.work.do(() => Promise.reject(refusal)), here.work.trouble(), here.messages()]).toEqual([false, 'Somebody was faster.', []]);
    expect([await here.work.do(() => Promise.resolve()), here.work.trouble()]).toEqual([true, '']);
    expect([await passing.work.do(() => Promise.reject(refusal)), passing.work.trouble(), passing.messages(), passing.work.busy()]).toEqual([false, '', ['Somebody was faster.'], false]);
  });

  it('says it in a message where its place is gone meanwhile', async () => {
    const { fixture, work, messages } = placed('here');
    fixture.destroy();
    await work.do(() => Promise.reject(refusal));
    expect([work.trouble(), messages()]).toEqual(['', ['Somebody was faster.']]);
  });
});
