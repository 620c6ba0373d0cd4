import { Component, signal } from '@angular/core';
import { ProblemError } from '../api/problem';
import { heard, shown } from '../test-page';
import { Empty } from './empty';
import { Icon } from './icon';
import { iconPaths } from './icon-paths';
import { Logo } from './logo';
import { Rich } from './rich';
import { frameStates, StateMark } from './state-mark';
import { Switch } from './switch';
import { Trouble } from './trouble';

@Component({ imports: [Switch], template: `<label [gpSwitch]="on()" (gpSwitchChange)="on.set($event)" inputId="dark">Dark</label>` })
class Room {
  readonly on = signal(false);
}

@Component({ imports: [Empty], template: `<gp-empty icon="night" title="No frame so far" sentence="The first one appears here."><a href="/night">Open the last night</a></gp-empty>` })
class Nothing {}

describe('the parts of pages', () => {
  it('an icon is a sign beside a word, which is not read twice; alone it has a name', async () => {
    const icon = await shown(Icon, { inputs: { name: 'bin' } });
    const svg = icon.find('svg');
    expect([svg.getAttribute('aria-hidden'), svg.getAttribute('role'), icon.find('path').getAttribute('d')]).toEqual(['true', null, iconPaths.bin]);
    await icon.set('label', 'Remove');
    expect([svg.getAttribute('aria-hidden'), svg.getAttribute('role'), svg.getAttribute('aria-label')]).toEqual([null, 'img', 'Remove']);
  });

  it('the logo is decoration: it has no name and no color of its own in the page', async () => {
    const logo = await shown(Logo);
    expect(logo.find('svg').getAttribute('aria-hidden')).toBe('true');
    expect(logo.all('rect[class]').map((line) => [line.getAttribute('class'), line.getAttribute('fill')])).toEqual(['blue', 'cyan', 'yellow', 'red'].map((color) => [color, null]));
  });

  it('deciding words are bold, and a name that looks like markup stays words', async () => {
    const rich = await shown(Rich, { inputs: { sentence: 'Needs **10 bias frames** of <b>Red</b>. Has **6**.' } });
    expect(rich.words).toBe('Needs 10 bias frames of <b>Red</b>. Has 6.');
    expect(rich.all('b').map(({ textContent }) => textContent)).toEqual(['10 bias frames', '6']);
  });

  it('a state is an icon and a word, or another word; as a chip it says so to the style', async () => {
    const mark = await shown(StateMark, { inputs: { state: 'waiting' } });
    const seen: string[] = [];
    for (const state of frameStates) {
      await mark.set('state', state);
      seen.push(`${mark.words} ${mark.element.className} ${mark.find('path').getAttribute('d') === iconPaths[state] ? 'icon' : 'no icon'}`);
    }
    expect(seen).toEqual(['Reducing', 'Waiting', 'Failed', 'Provisional', 'Final', 'Rejected'].map((word) => `${word} state state-${word.toLowerCase()} icon`));
    await mark.set('word', '3 rejected');
    await mark.set('chip', true);
    expect([mark.words, mark.element.className]).toEqual(['3 rejected', 'state state-rejected chip']);
  });

  it('a switch turns at once, and follows what it is told', async () => {
    const room = await shown(Room);
    const box = room.field('Dark');
    expect([box.getAttribute('role'), box.id, box.checked]).toEqual(['switch', 'dark', false]);
    await room.tick('Dark');
    expect([room.part.on(), box.checked]).toEqual([true, true]);
    room.part.on.set(false);
    await room.settle();
    expect(box.checked).toBe(false);
  });

  it('an empty place says what will be here, and holds ways on', async () => {
    const nothing = await shown(Nothing);
    expect(nothing.find('h2').textContent).toBe('No frame so far');
    expect(nothing.words).toBe('No frame so farThe first one appears here.Open the last night');
    expect([nothing.find('a').getAttribute('href'), nothing.find('path').getAttribute('d')]).toEqual(['/night', iconPaths.night]);
  });
});

describe('trouble', () => {
  const refused = new ProblemError({ status: 503, code: 'store-unavailable', detail: 'The store did not answer.', retry: true, request: '7c1e9a20' });

  it('says what failed in the words of the server, that the data are safe, under which request; tries again', async () => {
    const trouble = await shown(Trouble, { inputs: { what: 'The header could not be loaded', error: refused } });
    const again = heard(trouble.part.again);
    expect(trouble.find('[role=alert] h2').textContent).toBe('The header could not be loaded');
    expect(trouble.words).toMatch(/The store did not answer\. Your data are safe; the reduction goes on\. ?Try again ?request 7c1e9a20$/);
    await trouble.press('Try again');
    expect(again).toHaveLength(1);
  });

  it('knows a server that is not there, what a resource wrapped, and a mistake of the page; names no request that was none', async () => {
    const says = async (error: unknown): Promise<string> => (await shown(Trouble, { inputs: { what: 'It failed', error } })).words;
    expect(await says(new TypeError('fetch failed'))).toMatch(/^It failed ?The portal cannot reach its server\. Your data are safe; the reduction goes on\. ?Try again$/);
    expect(await says(new Error('wrapped', { cause: refused }))).toContain('The store did not answer.');
    expect(await says(new Error('the image has no scale'))).toContain('the image has no scale Your data');
  });
});
