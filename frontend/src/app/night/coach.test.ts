import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { Coach, adviceOf } from './coach';
import { frameOf } from './frame';
import { viewOf } from './test-frame';

const exposed = (id: number, exposure_second: number, snrPerPixel: number, more: object = {}) => frameOf(viewOf(id, { exposure_second, quality: { snrPerPixel }, ...more }));
const [first, second] = [exposed(92, 120, 60), exposed(93, 300, 80)];

describe('the exposure coach', () => {
  it('adds the squares of independent exposures in the order in which they were taken', () => {
    expect(adviceOf(second, [second, first], 250)).toEqual({ reached: [{ second: 120, snr: 60 }, { second: 420, snr: 100 }], more: 9, lastSecond: 300, saturatedColumns: 0 }); // prettier-ignore
    expect([100, 100.1, 128, 129].map((goal) => adviceOf(second, [first, second], goal)?.more)).toEqual([0, 1, 1, 2]);
  });

  it('takes only what belongs together: another object, mode or proposal, what failed and what has no spectrum stay out', () => {
    const others = [exposed(1, 300, 80, { object: 'NGC 1' }), exposed(2, 300, 80, { wavmode: '400_M2' }), exposed(3, 300, 80, { proposal_id: 'SOAR2026B-001' }), exposed(4, 300, 80, { state: 'failed' }), exposed(5, 300, 80, { kind: 'arc' }), exposed(6, 300, 80, { excluded: 'trailed' }), frameOf(viewOf(7, { exposure_second: null })), frameOf(viewOf(8, { exposure_second: 300, quality: {} }))];
    expect(adviceOf(first, [first, ...others], 250)).toBeUndefined();
    expect(adviceOf(first, [first, second, ...others], 250)?.reached).toHaveLength(2);
  });

  it('says in one sentence what is to be done, and nothing without a goal or with one exposure', () => {
    const coach = (inputs: Record<string, unknown>): ComponentFixture<Coach> => {
      const fixture = TestBed.createComponent(Coach);
      for (const [name, value] of Object.entries({ frame: second, frames: [first, second], ...inputs })) fixture.componentRef.setInput(name, value);
      fixture.detectChanges();
      return fixture;
    };
    const words = (inputs: Record<string, unknown>): string => (coach(inputs).nativeElement as HTMLElement).textContent.replace(/\s+/g, ' ').trim();
    expect(words({})).toBe('');
    expect(words({ goal: 250, frames: [second] })).toBe('');
    expect(words({ goal: 250 })).toBe('Exposure coachgoal S/N 2509 more of 300 s reach it, if they are like the last one.');
    expect(words({ goal: 128 })).toContain('One more of 300 s reaches it');
    expect(words({ goal: 90 })).toContain('Reached: S/N 100.');
    expect(words({ goal: 5000 })).toContain('More than 99 of 300 s: the goal is out of reach this night.');
    const bright = exposed(93, 300, 80, { quality: { snrPerPixel: 80, saturatedColumns: 12 } });
    expect(words({ goal: 250, frame: bright, frames: [first, bright] })).toContain('In the last one 12 columns are saturated: expose shorter.');
    expect((coach({ goal: 250 }).nativeElement as HTMLElement).querySelector('gp-chart')?.getAttribute('aria-label')).toBe('Signal-to-noise against exposure: 60 after 120 s, 100 after 420 s; the goal is 250.');
  });
});
