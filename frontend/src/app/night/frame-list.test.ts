import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { frameOf } from './frame';
import { FrameList } from './frame-list';
import { viewOf } from './test-frame';

describe('the list of frames', () => {
  let fixture: ComponentFixture<FrameList>;
  const numbers = (): string[] => [...(fixture.nativeElement as HTMLElement).querySelectorAll('.frames .n span')].map(({ textContent }) => textContent);
  const show = (...ids: number[]): void => {
    fixture.componentRef.setInput('frames', ids.map((id) => frameOf(viewOf(id)))); // prettier-ignore
    fixture.detectChanges();
  };
  const point = (type: string): void => {
    (fixture.nativeElement as HTMLElement).querySelector('.scroll')?.dispatchEvent(new Event(type));
    fixture.detectChanges();
  };

  beforeEach(() => {
    TestBed.configureTestingModule({ providers: [provideRouter([{ path: '**', children: [] }])] });
    fixture = TestBed.createComponent(FrameList);
    show(1, 2);
  });

  it('follows: the newest on top', () => {
    show(1, 2, 3);
    expect(numbers()).toEqual(['0003', '0002', '0001']);
  });

  it('is held under the pointer: new frames knock, rows are updated and none moves; a press on the pill shows them', () => {
    point('mouseenter');
    show(1, 2, 3, 4);
    expect(numbers()).toEqual(['0002', '0001']);
    expect((fixture.nativeElement as HTMLElement).textContent).toContain('2 newer frames');
    fixture.componentRef.setInput('frames', [viewOf(1, { state: 'failed' }), viewOf(2), viewOf(3), viewOf(4)].map(frameOf));
    fixture.detectChanges();
    expect((fixture.nativeElement as HTMLElement).querySelector('li:last-child gp-state')?.textContent).toBe('Failed');
    (fixture.nativeElement as HTMLElement).querySelector<HTMLButtonElement>('.newer button')?.click();
    fixture.detectChanges();
    expect(numbers()).toEqual(['0004', '0003', '0002', '0001']);
  });

  it('lets go when the pointer has left', () => {
    point('mouseenter');
    show(1, 2, 3);
    point('mouseleave');
    expect(numbers()).toEqual(['0003', '0002', '0001']);
  });

  it('shows a spectrum here, and leads a frame without one to its page', async () => {
    const picked: number[] = [];
    fixture.componentInstance.picked.subscribe(({ id }) => picked.push(id));
    fixture.componentRef.setInput('frames', [viewOf(1, { products: [] }), viewOf(2)].map(frameOf));
    fixture.detectChanges();
    const [withSpectrum, without] = (fixture.nativeElement as HTMLElement).querySelectorAll<HTMLAnchorElement>('.frames a');
    withSpectrum?.click();
    await fixture.whenStable();
    expect([picked, TestBed.inject(Router).url]).toEqual([[2], '/']);
    without?.click();
    await fixture.whenStable();
    expect([picked, TestBed.inject(Router).url]).toEqual([[2], '/data/1']);
    expect([withSpectrum, without].map((link) => link?.getAttribute('href'))).toEqual(['/data/2', '/data/1']);
  });
});
