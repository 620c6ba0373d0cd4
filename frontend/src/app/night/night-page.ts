import { ChangeDetectionStrategy, Component, computed, DestroyRef, effect, inject, input, linkedSignal, resource, signal, untracked, viewChild } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Router, RouterLink } from '@angular/router';
import { api, body } from '../api/client';
import { Clock } from '../live/clock';
import { Live } from '../live/live';
import { Empty } from '../parts/empty';
import { filterOf } from '../parts/file-state';
import { frameStates, StateMark } from '../parts/state-mark';
import { Trouble } from '../parts/trouble';
import { Chart } from '../plots/chart';
import { median } from '../plots/spectrum';
import { timelineOption, timelineRange } from '../plots/timeline-option';
import { WindowWidth } from '../plots/window-width';
import { Keys } from '../shell/keys';
import { clock, nightDate } from '../texts/numbers';
import { text } from '../texts/text';
import { Theme } from '../theme/theme';
import { Coach } from './coach';
import { CurrentSpectrum } from './current-spectrum';
import { barsOf, frameOf, newestSpectrum, type Frame } from './frame';
import { FrameList } from './frame-list';
import { NeedsYou } from './needs-you';
import { NightNews } from './night-news';
import { nightSun, siderealHours } from './sun';
import { Waterfall } from './waterfall';

/** A night runs as long as its last frame is younger than this. */
const RUNNING_MS = 3_600_000;

/** Tonight live, any night after. */
@Component({
  selector: 'gp-night-page',
  imports: [Chart, Coach, CurrentSpectrum, Empty, FrameList, NeedsYou, RouterLink, StateMark, Trouble, Waterfall],
  providers: [NightNews],
  template: `
    <main id="main" tabindex="-1">
      @if (trouble(); as error) {
        <h1 class="sr">{{ text('menu.night') }}</h1>
        <gp-trouble [what]="text('night.failed')" [error]="error" (again)="reload()" />
      } @else if (shownNight() === undefined && !nights.hasValue()) {
        <h1 class="sr">{{ text('menu.night') }}</h1><section class="card" aria-busy="true"><div class="body"><span class="sr">{{ text('loading') }}</span><div class="skeleton late"></div></div></section>
      } @else if (frames().length === 0 && (view.hasValue() || shownNight() === undefined)) {
        <h1 class="sr">{{ text('menu.night') }}</h1>
        <section class="card"><gp-empty icon="night" [title]="text('night.none')" [sentence]="text('night.none.sentence')">@if (night()) { <a class="btn small" routerLink="/night">{{ text('night.last') }}</a> }</gp-empty></section>
      } @else {
        <section class="nightbar" [attr.aria-label]="text('night.region')">
          <h1>{{ text('night.of', { date: date() }) }}</h1>
          <div class="clock"><span><b>{{ time() }}</b> {{ text('night.ut') }}</span>
            @if (now() !== undefined) { @for (fact of facts(); track fact.name) { <span class="no-phone">{{ fact.name }} <b>{{ fact.value }}</b></span> } }</div>
          <nav class="counts" [attr.aria-label]="text('night.by.state')">
            @for (count of counts(); track count.state) { <a routerLink="/search" [queryParams]="{ night: shownNight(), ...count.filter }"><gp-state [state]="count.state" [word]="count.words" /></a> }
          </nav>
        </section>
        <section class="card timeline-card no-phone" [attr.aria-label]="text('night.timeline')">
          @if (frames().length > 0) { <gp-chart class="timeline" [option]="timeline()" [say]="timelineSay()" /> }
        </section>
        <div class="live">
          <gp-frame-list [frames]="frames()" [current]="current()?.id" [(follows)]="follows" (picked)="pick($event)" />
          @if (current(); as frame) {
            <gp-current-spectrum [frame]="frame" [paint]="news.paintOf(frame.id)" (painted)="news.painted($event)" />
          } @else {
            <section class="card current"><gp-empty icon="picture" [title]="text('current.none')" [sentence]="text('current.none.sentence')" /></section>
          }
          <aside class="side" [attr.aria-label]="text('side.title')">
            <gp-needs-you [frames]="frames()" />
            @if (current(); as frame) {
              <gp-waterfall [frame]="frame" [paint]="news.paintOf(frame.id)" [median]="medianMs()" />
              <gp-coach [frame]="frame" [frames]="frames()" [goal]="goals()[frame.proposal]" />
            }
          </aside>
        </div>
      }
    </main>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NightPage {
  readonly #router = inject(Router);
  readonly #live = inject(Live);
  readonly #clock = inject(Clock);
  readonly #theme = inject(Theme);
  readonly #window = inject(WindowWidth);
  private readonly list = viewChild(FrameList);
  private readonly spectrum = viewChild(CurrentSpectrum);
  /** YYYYMMDD of the address; none is the newest. */
  readonly night = input<string>();
  protected readonly text = text;
  protected readonly news = inject(NightNews);
  protected readonly follows = signal(true);
  readonly #picked = signal<number | undefined>(undefined);

  protected readonly nights = resource({
    params: () => (this.night() === undefined ? { opening: this.#live.openings() } : undefined),
    loader: () => body(api.GET('/api/nights/', { params: { query: { page_size: 1 } } })),
  });
  /** The last that was known, while the newest cannot be had. */
  protected readonly shownNight = linkedSignal<string | undefined, string | undefined>({
    source: () => this.night() ?? (this.nights.hasValue() ? this.nights.value().results[0]?.night : undefined),
    computation: (night, before) => night ?? before?.value,
  });
  protected readonly view = resource({
    params: () => {
      const night = this.shownNight();
      return night === undefined ? undefined : { night, opening: this.#live.openings() };
    },
    loader: ({ params, abortSignal }) => body(api.GET('/api/nights/{night}/', { params: { path: { night: params.night } }, signal: abortSignal })),
  });
  protected readonly trouble = computed(() => this.view.error() ?? (this.shownNight() === undefined ? this.nights.error() : undefined));
  protected readonly frames = computed<readonly Frame[]>(() => (this.view.hasValue() ? this.view.value().frames.map(frameOf) : []));
  protected readonly goals = computed<Readonly<Record<string, number>>>(() => (this.view.hasValue() ? this.view.value().goals : {}));
  /** The newest spectrum until somebody picks another. */
  protected readonly current = computed(() => this.frames().find(({ id }) => id === this.#picked()) ?? newestSpectrum(this.frames()));
  protected readonly date = computed(() => nightDate(this.shownNight() ?? ''));
  protected readonly time = computed(() => clock(this.#clock.now(), true));
  protected readonly counts = computed(() =>
    frameStates.flatMap((state) => {
      const n = this.frames().filter((frame) => frame.state === state).length;
      return n === 0 ? [] : [{ state, filter: filterOf(state), words: text(`count.${state}`, { n }) }];
    }),
  );
  protected readonly medianMs = computed(() => {
    const all = this.frames().flatMap(({ latencySecond, kind }) => (latencySecond === null || kind !== 'target' ? [] : [1000 * latencySecond]));
    return all.length < 2 ? undefined : median(all);
  });
  readonly #bars = computed(() => barsOf(this.frames()));
  /** While the night runs, to the minute: the plot is not drawn anew every second. */
  protected readonly now = computed(() => {
    const minute = Math.floor(this.#clock.now() / 60_000) * 60_000;
    const last = this.frames().at(-1)?.at ?? 0;
    return minute - last < RUNNING_MS && minute >= last ? minute : undefined;
  });
  readonly #sun = computed(() => nightSun(this.shownNight() ?? '20000101'));
  /** What the sky does now: only while the night runs. */
  protected readonly facts = computed(() => {
    const [now, { dark, twilight }] = [this.now() ?? 0, this.#sun()];
    const sky = now < dark ? { name: text('night.fact.dark.from'), value: clock(dark) } : { name: text('night.fact.dark'), value: clock(twilight) };
    const hours = siderealHours(now);
    return [...(now < twilight ? [sky] : []), { name: text('night.fact.sidereal'), value: clock(Math.floor(hours * 60) * 60_000) }];
  });
  protected readonly timeline = computed(() => timelineOption(this.#bars(), { colors: this.#theme.colors(), current: this.current()?.id, now: this.now(), sun: this.#sun(), isNarrow: this.#window.isNarrow() }));
  protected readonly timelineSay = computed(() => {
    const [from, to] = timelineRange(this.#bars(), this.now(), this.#sun()).map((at) => clock(at)) as [string, string];
    const named = (state: Frame['state']): string => this.frames().filter((frame) => frame.state === state).map((frame) => `${frame.object} ${frame.number}`).join(', '); // prettier-ignore
    const [failed, waiting] = [named('failed'), named('waiting')];
    return text('night.timeline.say', { from, to, n: this.frames().length, trouble: `${failed && text('night.timeline.failed', { names: failed })}${waiting && text('night.timeline.waiting', { names: waiting })}` });
  });

  constructor() {
    const destroyed = inject(DestroyRef);
    this.#live.events.pipe(takeUntilDestroyed()).subscribe((event) => this.news.hear(event, this.shownNight(), () => this.reload()));
    inject(Keys).bind(
      {
        j: () => this.#step(-1),
        k: () => this.#step(1),
        f: () => this.#follow(),
        o: () => this.#open(),
        Enter: () => this.#open(),
        w: () => this.#open('why'),
        l: () => this.spectrum()?.scale.update((scale) => (scale === 'log' ? 'linear' : 'log')),
        '+': () => this.spectrum()?.plot()?.zoomBy(0.5),
        '-': () => this.spectrum()?.plot()?.zoomBy(2),
        '−': () => this.spectrum()?.plot()?.zoomBy(2),
        '0': () => this.spectrum()?.plot()?.showAll(),
        ArrowLeft: () => this.spectrum()?.plot()?.moveBy(-0.2),
        ArrowRight: () => this.spectrum()?.plot()?.moveBy(0.2),
        'Shift+ArrowLeft': () => this.spectrum()?.plot()?.point(-1),
        'Shift+ArrowRight': () => this.spectrum()?.plot()?.point(1),
      },
      destroyed,
    );
    // A state that changed is told to who cannot see it; what the page shows follows by itself.
    effect(() => this.news.compare(this.frames()));
  }

  protected reload(): void {
    if (this.night() === undefined) this.nights.reload();
    this.view.reload();
  }

  protected pick(frame: Frame): void {
    this.#picked.set(frame.id);
  }

  #step(by: number): void {
    const spectra = this.frames().filter(({ products }) => products.some(({ level }) => level >= 3));
    const at = spectra.findIndex(({ id }) => id === untracked(this.current)?.id);
    const next = spectra[at + by];
    if (next) this.#picked.set(next.id);
  }

  #follow(): void {
    this.#picked.set(undefined);
    this.follows.set(true);
    this.list()?.release();
  }

  #open(part?: string): void {
    const id = this.current()?.id;
    if (id !== undefined) void this.#router.navigate(['/data', id, ...(part === undefined ? [] : [part])]);
  }
}
