import { ChangeDetectionStrategy, Component, computed, DestroyRef, effect, inject, input, linkedSignal, resource, signal, viewChild } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Router, RouterLink } from '@angular/router';
import { api, base, body, type FileView } from '../api/client';
import { listFiles, readSpectrum } from '../api/files';
import { problemOf } from '../api/problem';
import { Live } from '../live/live';
import { CommentsCard } from '../comments/comments-card';
import type { Anchor } from '../comments/comment-thread';
import { LineageCard } from '../lineage/lineage-card';
import { QualityCard } from '../lineage/quality-card';
import { LinksCard } from '../links/links-card';
import { Empty } from '../parts/empty';
import { Icon } from '../parts/icon';
import { StateMark } from '../parts/state-mark';
import { Trouble } from '../parts/trouble';
import type { Zoom } from '../plots/chart';
import { FramePlot } from '../plots/frame-plot';
import { spectrumOf } from '../plots/spectrum';
import type { Scale } from '../plots/spectrum-option';
import { SpectrumPlot } from '../plots/spectrum-plot';
import { chosenLook, type FrameLook } from '../plots/stretch';
import { Session } from '../session/session';
import { Address } from '../shell/address';
import { Jump } from '../shell/jump';
import { Keys } from '../shell/keys';
import { PageTitle } from '../shell/page-title';
import { number } from '../texts/numbers';
import { text } from '../texts/text';
import { ComparePlot } from '../versions/compare-plot';
import { DifferenceCard } from '../versions/difference-card';
import { VersionBar } from '../versions/version-bar';
import { DataActions } from './data-actions';
import { Display, type CurveLook } from './display';
import { stateOf, tabsOf } from './family';
import { FileList } from './file-list';
import { HeaderPanel } from './header-panel';
import { loadFrame } from './load-frame';
import { WhySheet } from './why-sheet';

/** Levels with a 2-D frame of their own; a spectrum shows the frame it was extracted from. */
const FRAME_LEVELS = [0, 1, 2];
const SPECTRUM_LEVELS = [3, 4];

/** One frame and its family: every product, its header, and why it is as it is. */
@Component({
  selector: 'gp-data-page',
  imports: [CommentsCard, ComparePlot, DataActions, DifferenceCard, Display, Empty, FileList, FramePlot, HeaderPanel, Icon, LineageCard, LinksCard, QualityCard, RouterLink, SpectrumPlot, StateMark, Trouble, VersionBar, WhySheet],
  templateUrl: './data-page.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DataPage {
  readonly #router = inject(Router);
  readonly #address = inject(Address);
  readonly #jump = inject(Jump);
  readonly #session = inject(Session);
  private readonly plot = viewChild(SpectrumPlot);
  private readonly bar = viewChild(VersionBar);
  /** Of the address: the frame, a part of its page, and what of it is shown. */
  readonly frame = input<string>();
  readonly part = input<string>();
  readonly level = input<string>();
  readonly target = input<string>();
  /** An older version of the product, and the one it is compared with. */
  readonly version = input<string>();
  readonly compare = input<string>();
  protected readonly text = text;
  protected readonly number = number;
  protected readonly problemOf = problemOf;
  protected readonly isHeaderOpen = signal(false);
  protected readonly scale = signal<Scale>('linear');
  protected readonly zoom = signal<Zoom>([0, 1]);
  protected readonly curves = signal<CurveLook>({ hasBand: true, hasSky: true, smoothing: 1 });

  /** Without a frame in the address: the newest one. */
  protected readonly newest = resource({ params: () => (this.frame() === undefined ? {} : undefined), loader: () => listFiles({ data_type: ['0'], page_size: 1 }) });
  protected readonly id = computed(() => this.frame() ?? (this.newest.hasValue() ? this.newest.value().results[0]?.id.toString() : undefined));
  protected readonly isEmpty = computed(() => this.frame() === undefined && this.newest.hasValue() && this.newest.value().count === 0);
  protected readonly detail = resource({ params: () => this.id(), loader: ({ params, abortSignal }) => body(api.GET('/api/files/{id}/', { params: { path: { id: params } }, signal: abortSignal })) });
  protected readonly tabs = computed(() => (this.detail.hasValue() ? tabsOf(this.detail.value()) : []));
  protected readonly state = computed(() => (this.detail.hasValue() ? stateOf(this.detail.value()) : 'reducing'));
  protected readonly tab = computed(() => this.tabs().find(({ level }) => String(level) === this.level()) ?? this.tabs()[0]);
  protected readonly product = computed<FileView | undefined>(() => this.tab()?.files.find(({ target }) => String(target) === this.target()) ?? this.tab()?.files[0]);
  protected readonly title = computed(() => (this.detail.hasValue() ? this.detail.value().original_file : '').replace(/\.fits(\.fz)?$/, ''));
  protected readonly failure = computed(() => (this.detail.hasValue() ? this.detail.value().reductions[0]?.failure : undefined));
  /** Whose decisions are asked for: those of the latest run; a master has none of its own. */
  protected readonly decided = computed(() => (this.detail.hasValue() ? this.detail.value().original_file_id : undefined));
  protected readonly isStaff = computed(() => this.#session.isStaff());
  protected readonly trouble = computed(() => this.detail.error() ?? this.newest.error());
  protected readonly isHidden = computed(() => this.detail.error() !== undefined && problemOf(this.detail.error()).status === 404);

  /** The file that is shown: the newest version, unless another was asked for. */
  protected readonly shownId = computed(() => (this.version() === undefined ? this.product()?.id : Number(this.version())));
  protected readonly versions = resource({
    params: () => (Number(this.product()?.data_type) > 0 ? this.product()?.id : undefined),
    loader: async ({ params, abortSignal }) => (await body(api.GET('/api/files/{id}/versions/', { params: { path: { id: String(params) } }, signal: abortSignal }))).results,
  });
  protected readonly pair = computed(() => {
    if (!this.versions.hasValue() || this.compare() === undefined) return undefined;
    const [later, older] = [this.shownId(), Number(this.compare())].map((id) => this.versions.value()?.find((version) => version.id === id));
    return later && older && { later, older };
  });
  protected readonly difference = resource({
    params: () => this.pair(),
    loader: ({ params: { later, older }, abortSignal }) => body(api.GET('/api/files/{id}/versions/{other}/difference/', { params: { path: { id: String(later.id), other: String(older.id) } }, signal: abortSignal })),
  });

  /** What was measured while the shown product was made. */
  protected readonly made = resource({ params: () => this.shownId(), loader: ({ params, abortSignal }) => body(api.GET('/api/files/{id}/', { params: { path: { id: String(params) } }, signal: abortSignal })) });
  readonly #spectrumId = computed(() => (SPECTRUM_LEVELS.includes(this.tab()?.level ?? 0) ? this.shownId() : undefined));
  protected readonly spectrum = resource({
    params: () => this.#spectrumId(),
    loader: async ({ params, abortSignal }) => spectrumOf(await readSpectrum(params, abortSignal)),
  });
  /** The frame itself, or the one above the spectrum. */
  readonly #imageOf = computed(() => {
    const product = this.product();
    if (!product || FRAME_LEVELS.includes(Number(product.data_type))) return product && { id: this.shownId() ?? product.id, target: null };
    const frame = this.tabs().find(({ level }) => level === 2)?.files[0];
    return frame && { id: frame.id, target: product.target };
  });
  protected readonly image = resource({ params: () => this.#imageOf(), loader: ({ params, abortSignal }) => loadFrame(params.id, params.target, abortSignal), equal: Object.is });
  /** What lies over a phone: the files or the display; another frame closes it. */
  protected readonly phoneSheet = linkedSignal<string | undefined, 'files' | 'display' | undefined>({ source: () => this.frame(), computation: () => undefined });
  /** Robust cuts of each new frame; what else was chosen stays. */
  protected readonly look = linkedSignal<readonly [number, number] | undefined, FrameLook>({
    source: () => (this.image.hasValue() ? this.image.value().robust : undefined),
    computation: (robust, before) => ({ ...chosenLook(this.#session.user()?.preferences), stretch: 'asinh', ...before?.value, cuts: robust ? [Math.round(robust[0]), Math.round(robust[1] + 0.9 * (robust[1] - robust[0]))] : [0, 1] }),
  });
  protected readonly facts = computed(() => {
    const quality = this.made.hasValue() ? this.made.value().quality : {};
    const spectrum = this.spectrum.hasValue() ? this.spectrum.value() : undefined;
    const rms = quality['wavelengthRmsAngstrom'];
    const lines = quality['linesUsed'];
    return [
      ...(spectrum && Number.isFinite(spectrum.medianSnr) ? [{ name: text('plot.sn'), value: number(spectrum.medianSnr) }] : []),
      ...(typeof rms === 'number' ? [{ name: text('plot.lamp'), value: `${number(rms, 2)} Å`, more: lines ? text('plot.lines', { n: lines }) : '' }] : []),
    ];
  });

  /** What is seen, as a place to speak of: wavelengths, or the columns of the whole height of a frame. */
  protected readonly place = computed<Anchor | undefined>(() => {
    const [from, to] = this.zoom();
    if (this.spectrum.hasValue()) {
      const { x, axis } = this.spectrum.value();
      const at = (part: number): number => x[Math.round(part * (x.length - 1))] ?? 0;
      if (axis === 'wavelength') return { kind: 'wavelengths', from: Math.min(at(from), at(to)), to: Math.max(at(from), at(to)) };
    }
    if (!this.image.hasValue() || this.#spectrumId() !== undefined) return undefined;
    const { width, height } = this.image.value();
    return { kind: 'box', x0: Math.round(from * (width - 1)), x1: Math.round(to * (width - 1)), y0: 0, y1: height - 1 };
  });
  protected readonly mayGiveOn = computed(() => this.detail.hasValue() && this.detail.value().actions.includes('download'));

  constructor() {
    const title = inject(PageTitle);
    const destroyed = inject(DestroyRef);
    // The title of the window is outside of the template.
    effect(() => {
      if (this.title() !== '') title.say(this.title());
    });
    inject(Live)
      .events.pipe(takeUntilDestroyed())
      .subscribe(({ file_id, payload }) => {
        const shown = this.detail.hasValue() ? this.detail.value().original_file_id : undefined;
        if (shown !== undefined && (payload['originalFileId'] === shown || file_id === shown)) this.detail.reload();
      });
    inject(Keys).bind(
      {
        w: () => this.go(this.part() === 'why' ? undefined : 'why'),
        c: () => this.bar()?.toggle(),
        h: () => this.isHeaderOpen.update((isOpen) => !isOpen),
        d: () => this.download(),
        e: () => this.go('view'),
        m: () => this.look.update((look) => ({ ...look, showsMask: !look.showsMask })),
        l: () => this.scale.update((scale) => (scale === 'log' ? 'linear' : 'log')),
        '+': () => this.plot()?.zoomBy(0.5),
        '-': () => this.plot()?.zoomBy(2),
        '0': () => this.plot()?.showAll(),
        ArrowLeft: () => this.plot()?.moveBy(-0.2),
        ArrowRight: () => this.plot()?.moveBy(0.2),
        'Shift+ArrowLeft': () => this.plot()?.point(-1),
        'Shift+ArrowRight': () => this.plot()?.point(1),
        '1': () => this.#show(4),
        '2': () => this.#show(3),
        '3': () => this.#show(2),
        '4': () => this.#show(0),
        Escape: () => (this.phoneSheet() === undefined ? this.go() : this.phoneSheet.set(undefined)),
      },
      destroyed,
    );
  }

  protected togglePhoneSheet(which: 'files' | 'display'): void {
    this.phoneSheet.update((open) => (open === which ? undefined : which));
  }

  protected pickTarget(event: Event): void {
    void this.#address.change({ target: (event.target as HTMLSelectElement).value, version: null, compare: null });
  }

  /** Opens a part of this page, or closes it. */
  protected go(part?: string): void {
    const id = this.id();
    if (id !== undefined) void this.#router.navigate(['/data', id, ...(part === undefined ? [] : [part])], { queryParamsHandling: 'preserve' });
  }

  /** Goes to the place that a comment speaks of. */
  protected showPlace(anchor: Anchor): void {
    const ends = anchor.kind === 'wavelengths' ? [anchor.from, anchor.to] : [anchor.x0, anchor.x1];
    const part = (value: number): number => {
      if (anchor.kind === 'box') return this.image.hasValue() ? value / Math.max(1, this.image.value().width - 1) : 0;
      const { x } = this.spectrum.hasValue() ? this.spectrum.value() : { x: new Float64Array([0, 1]) };
      return (value - (x[0] ?? 0)) / ((x.at(-1) ?? 1) - (x[0] ?? 0));
    };
    const [from = 0, to = 1] = ends.map(part).sort((a, b) => a - b);
    this.zoom.set([Math.max(0, from), Math.min(1, to)]);
    this.plot()?.showPart(this.zoom());
    document.querySelector('.bench')?.scrollIntoView({ block: 'nearest' });
  }

  protected download(): void {
    const id = this.shownId();
    if (id !== undefined) location.assign(`${base}/api/files/${id}/download/`);
  }

  protected jump(where: string): void {
    void this.#jump.to(where, this.detail.hasValue() ? this.detail.value().night : null);
  }

  #show(level: number): void {
    if (this.tabs().some((tab) => tab.level === level)) void this.#address.change({ level, version: null, compare: null });
  }
}
