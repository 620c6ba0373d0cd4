import { TestBed } from '@angular/core/testing';
import { Toasts } from '../shell/toasts';
import { heard, later, shown, type Shown } from '../test-page';
import { ExcludeForm } from './exclude-form';
import { ForceForm } from './force-form';

describe('forcing a calibration', () => {
  it('asks for a reason of some words, and gives it away without blanks', async () => {
    const form = await shown(ForceForm, { inputs: { name: '0059' } });
    const given = heard(form.part.given);
    await form.type('Why 0059 although it fails a question', '  x ');
    await form.submit();
    const field = form.find('input');
    expect([given, field.getAttribute('aria-invalid'), form.find(`#${field.getAttribute('aria-describedby')}`).textContent]).toEqual([[], 'true', 'Say why in a few words: everybody who finds it missing reads it.']);
    await form.type('Why 0059 although it fails a question', ' nothing else was taken ');
    await form.submit();
    expect([given, form.all('[role=alert]'), field.getAttribute('aria-invalid')]).toEqual([['nothing else was taken'], [], null]);
  });

  it('is done once, and can be left', async () => {
    const form = await shown(ForceForm, { inputs: { name: '0059', busy: true } });
    const closed = heard(form.part.closed);
    expect([form.button('Use this one anyway').disabled, form.button('Cancel').disabled]).toEqual([true, false]);
    await form.press('Cancel');
    expect(closed).toHaveLength(1);
  });
});

describe('an exclusion', () => {
  afterEach(() => vi.unstubAllGlobals());
  const path = '/api/files/83/exclusion/';
  const reach = { excluded: null, masters: 1, frames: 4, names: ['0060', '0061', '0062'] };
  const form = (answers: Record<string, unknown>): Promise<Shown<ExcludeForm>> => shown(ExcludeForm, { inputs: { file: 83, name: '0083' }, answers });

  it('loading, failed, content: counts what it makes again before it is done', async () => {
    expect((await form({ [path]: null })).find('[role=status]').textContent).toBe('Loading');
    const failed = await form({ [path]: 503 });
    expect(failed.words).toMatch(/What this reaches could not be counted ?The store said 503\./);
    await failed.press('Try again');
    expect(failed.asked).toHaveLength(2);
    const page = await form({ [path]: reach });
    expect(page.words).toMatch(/^Made again: frames 4, masters 1\. 0060, 0061, 0062 …/);
    expect(page.buttons).toEqual(['Take out of use', 'Cancel']);
  });

  it('needs a reason; then it is done, said, and can be taken back', async () => {
    const page = await form({ [path]: reach });
    const done = heard(page.part.done);
    await page.type('What is wrong with 0083', 'no');
    await page.submit();
    expect([page.find('[role=alert]').textContent, page.find('input').getAttribute('aria-describedby'), page.asked.writes]).toEqual(['Say why in a few words: everybody who finds it missing reads it.', 'exclude-trouble', []]);
    await page.type('What is wrong with 0083', ' neon is out ');
    await page.submit();
    expect(page.asked.writes).toEqual([{ method: 'PUT', path, body: { reason: 'neon is out' } }]);
    expect([done.length, page.messages]).toEqual([1, ['0083 is out of use: what used it is made again']]);
    TestBed.inject(Toasts).shown()[0]?.undo?.();
    await page.settle();
    expect(page.asked.writes[1]).toEqual({ method: 'DELETE', path, body: undefined });
    expect(page.messages[1]).toBe('0083 is in use again');
  });

  it('says why taking back is impossible, also when its form is gone', async () => {
    const page = await form({ [path]: reach, [`DELETE ${path}`]: 409 });
    await page.type('What is wrong with 0083', 'neon is out');
    await page.submit();
    page.fixture.destroy();
    TestBed.inject(Toasts).shown()[0]?.undo?.();
    await expect.poll(() => page.messages).toContain('The store said 409.');
  });

  it('is refused in the words of the server, and nobody asks twice at once', async () => {
    const { answer, come } = later<number>();
    const page = await form({ [path]: reach, [`PUT ${path}`]: answer });
    const done = heard(page.part.done);
    await page.type('What is wrong with 0083', 'neon is out');
    await page.submit();
    expect([page.button('Take out of use').disabled, page.button('Cancel').disabled]).toEqual([true, false]);
    come(409);
    await page.settle();
    expect([page.find('[role=alert]').textContent, done, page.button('Take out of use').disabled]).toEqual(['The store said 409.', [], false]);
  });

  it('of what is out of use says why, and takes it back', async () => {
    const page = await form({ [path]: { ...reach, excluded: 'trailed' } });
    const [done, closed] = [heard(page.part.done), heard(page.part.closed)];
    expect(page.words).toMatch(/These look whether they want it back: frames 4, masters 1\..*Out of use: trailed/);
    await page.press('Cancel');
    await page.press('Take back into use');
    expect([closed.length, page.asked.writes, done.length, page.messages]).toEqual([1, [{ method: 'DELETE', path, body: undefined }], 1, ['0083 is in use again']]);
  });
});
