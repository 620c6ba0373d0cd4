import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { Address } from './address';

describe('the address', () => {
  it('keeps both of two changes that come at once, the later of the same name, and forgets what it has', async () => {
    TestBed.configureTestingModule({ providers: [provideRouter([])] });
    const [address, router] = [TestBed.inject(Address), TestBed.inject(Router)];
    await router.navigateByUrl('/?compare=7');
    const both = [address.change({ level: 3, compare: null }), address.change({ target: 2 }), address.change({ level: 4 })];
    expect(address.coming).toEqual({ level: 4, compare: null, target: 2 });
    await Promise.all(both);
    expect([router.url, address.coming]).toEqual(['/?level=4&target=2', {}]);
    await address.change({ target: null });
    expect(router.url).toBe('/?level=4');
    void address.change({ target: 5 });
    await address.clear();
    expect([router.url, address.coming]).toEqual(['/', {}]);
  });
});
