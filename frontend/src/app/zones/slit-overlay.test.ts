import { TestBed } from '@angular/core/testing';
import '../texts/with-pages';
import { framePlace } from '../viewer/frame-place';
import type { ApertureChoice, Wish } from './aperture-choice';
import { SlitOverlay } from './slit-overlay';

describe('zones over a frame', () => {
  it('have a handle for each edge that a key moves, and a name', () => {
    const fixture = TestBed.createComponent(SlitOverlay);
    const choice: ApertureChoice = { center: 150, lower: -8, upper: 8, sky: [[-60, -30], [400, 500]], method: 'optimal' }; // prettier-ignore
    const inputs = { place: framePlace({ width: 1000, height: 330 }, false), view: { x0: -0.5, x1: 999.5, y0: -0.5, y1: 299.5 }, course: { coefficients: [150], columns: 1000, fwhm: 5 }, choice, profile: Array.from({ length: 300 }, (_, row) => 100 - Math.abs(row - 150)), isEditing: true }; // prettier-ignore
    for (const [name, value] of Object.entries(inputs)) fixture.componentRef.setInput(name, value);
    fixture.detectChanges();
    const handles = [...(fixture.nativeElement as HTMLElement).querySelectorAll<HTMLElement>('[role=slider]')];
    // Those beyond the view are not there to be held.
    expect(handles.map((handle) => [handle.getAttribute('aria-label'), handle.getAttribute('aria-valuenow')])).toEqual([
      ['Center of the aperture', '150'],
      ['Lower end of the aperture', '142'],
      ['Upper end of the aperture', '158'],
      ['Background 1, lower end', '90'],
      ['Background 1, upper end', '120'],
    ]);
    // Row 150 of 300 is in the middle of 300 px that begin at 8 px.
    expect(handles[0]?.style.top).toBe('150.5px');
    const wishes: Wish[] = [];
    fixture.componentInstance.wished.subscribe((wish) => wishes.push(wish));
    // Two keys at once: the second before anything is drawn.
    handles[2]?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp' }));
    handles[2]?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp' }));
    handles[3]?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', shiftKey: true }));
    handles[3]?.dispatchEvent(new KeyboardEvent('keydown', { key: 'j' }));
    expect(wishes.reduce((choice, { change }) => change(choice), inputs.choice)).toEqual({ ...inputs.choice, upper: 10, sky: [[-70, -30], [400, 500]] }); // prettier-ignore
  });
});
