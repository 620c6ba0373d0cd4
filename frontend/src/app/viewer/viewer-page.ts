import { ChangeDetectionStrategy, Component, computed, DestroyRef, effect, type ElementRef, inject, input, linkedSignal, resource, signal, untracked, viewChild } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Router, RouterLink } from '@angular/router';
import { api, body, type FileView } from '../api/client';
import { readSpectrum } from '../api/files';
import { problemOf } from '../api/problem';
import { tabsOf } from '../data/family';
import { plane } from '../data/load-frame';
import { Live } from '../live/live';
import { Empty } from '../parts/empty';
import { Icon } from '../parts/icon';
import { Trouble } from '../parts/trouble';
import { differenceInSigma } from '../plots/difference';
import { spectrumSays } from '../plots/spectrum-says';
import { spectrumOf } from '../plots/spectrum';
import { SpectrumTable } from '../plots/spectrum-table';
import { chosenLook } from '../plots/stretch';
import { Session } from '../session/session';
import { Keys } from '../shell/keys';
import { PageTitle } from '../shell/page-title';
import { number } from '../texts/numbers';
import { text } from '../texts/text';
import '../texts/with-pages';
import { Theme } from '../theme/theme';
import { bowAt, moved } from '../zones/aperture-choice';
import { SlitOverlay } from '../zones/slit-overlay';
import { ZonePanel } from '../zones/zone-panel';
import { ZoneWork } from '../zones/zone-work';
import type { BenchCurves, Other } from './bench-option';
import { BenchPlot } from './bench-plot';
import { csvOf, pngOf, save, svgOf, type Picture } from './export-view';
import { onScreen } from './frame-place';
import { FrameView } from './frame-view';
import type { Plane } from './frame-tiles';
import { linesAt, type LineList, type NamedLine } from './line-lists';
import type { Painter, ViewLook } from './painter';
import { columnWords, pixelWords } from './readout';
import { ViewControls, type CurveLook, type CutsName } from './view-controls';
import { shifted, whole, zoomed, type Viewport } from './viewport';

const SPECTRUM_LEVELS = [3, 4];
const SCALES = ['linear', 'log', 'asinh'] as const;

/** One frame that fills the window, and its spectrum under it, column under column. */
@Component({
  selector: 'gp-viewer-page',
  imports: [BenchPlot, Empty, FrameView, Icon, RouterLink, SlitOverlay, SpectrumTable, Trouble, ViewControls, ZonePanel],
  providers: [ZoneWork],
  templateUrl: './viewer-page.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ViewerPage {
  readonly #session = inject(Session);
  readonly #theme = inject(Theme);
  readonly #gone = new AbortController();
  readonly zones = inject(ZoneWork);
  private readonly frameView = viewChild<FrameView>('frameView');
  private readonly benchPlot = viewChild<BenchPlot>('benchPlot');
  private readonly panes = viewChild<ElementRef<HTMLElement>>('panes');
  /** Of the address. */
  readonly frame = input.required<string>();
  readonly levelAsked = input<string>(undefined, { alias: 'level' });
  readonly target = input<string>();
  /** `open`: somebody came to extract. */
  readonly zonesAsked = input<string>(undefined, { alias: 'zones' });
  protected readonly text = text;
  protected readonly problemOf = problemOf;
  protected readonly exports = ['PNG', 'SVG', 'CSV'] as const;
  protected readonly isTable = signal(false);
  /** Of the frame that is shown. */
  protected readonly pixelTrouble = linkedSignal<string, unknown>({ source: () => this.frame(), computation: () => undefined });
  /** What draws the pixels. */
  protected readonly painter = signal<Painter['kind'] | undefined>(undefined);
  protected readonly at = signal<{ readonly x: number; readonly y: number } | undefined>(undefined);
  protected readonly curveLook = signal<CurveLook>({ scale: 'linear', hasBand: true, hasSky: true, smoothing: 1 });
  protected readonly picked = signal<readonly LineList[]>([]);
  protected readonly redshift = signal(0);
  protected readonly compared = signal<number | undefined>(undefined);
  protected readonly isBlinking = signal(false);

  protected readonly detail = resource({ params: () => this.frame(), loader: ({ params, abortSignal }) => body(api.GET('/api/files/{id}/', { params: { path: { id: params } }, signal: abortSignal })) });
  protected readonly isHidden = computed(() => this.detail.error() !== undefined && problemOf(this.detail.error()).status === 404);
  protected readonly title = computed(() => (this.detail.hasValue() ? this.detail.value().original_file : '').replace(/\.fits(\.fz)?$/, ''));
  readonly #tabs = computed(() => (this.detail.hasValue() ? tabsOf(this.detail.value()) : []));
  readonly #tab = computed(() => this.#tabs().find(({ level }) => String(level) === this.levelAsked()) ?? this.#tabs()[0]);
  protected readonly level = computed(() => this.#tab()?.level ?? 0);
  protected readonly product = computed<FileView | undefined>(() => this.#tab()?.files.find(({ target }) => String(target) === this.target()) ?? this.#tab()?.files[0]);
  readonly #imageId = computed(() => (SPECTRUM_LEVELS.includes(this.level()) ? this.#tabs().find(({ level }) => level === 2)?.files[0]?.id : this.product()?.id));
  protected readonly image = resource({
    params: () => this.#imageId(),
    loader: async ({ params, abortSignal: signal_ }) => {
      const path = { id: String(params) };
      const [image, slit] = await Promise.all([body(api.GET('/api/files/{id}/image/', { params: { path }, signal: signal_ })), body(api.GET('/api/files/{id}/slit/', { params: { path }, signal: signal_ }))]);
      return { image, slit };
    },
  });
  readonly #spectrumId = computed(() => (SPECTRUM_LEVELS.includes(this.level()) ? this.product()?.id : undefined));
  protected readonly spectrum = resource({
    params: () => this.#spectrumId(),
    loader: async ({ params, abortSignal: signal_ }) => {
      const answer = await readSpectrum(params, signal_);
      return { spectrum: spectrumOf(answer), lamp: answer.lines.filter(({ used }) => used).map(({ element, wavelength }): NamedLine => ({ name: element, angstrom: wavelength })) };
    },
  });
  protected readonly lamp = computed(() => (this.spectrum.hasValue() ? this.spectrum.value().lamp : []));
  readonly #versions = resource({ params: () => this.#spectrumId(), loader: ({ params, abortSignal: signal_ }) => body(api.GET('/api/files/{id}/versions/', { params: { path: { id: String(params) } }, signal: signal_ })) });
  protected readonly versions = computed(() => (this.#versions.hasValue() ? this.#versions.value().results.filter(({ id, deleted }) => id !== this.#spectrumId() && deleted === null) : []));
  readonly #other = resource({ params: () => this.compared(), loader: async ({ params, abortSignal: signal_ }) => spectrumOf(await readSpectrum(params, signal_)) });

  protected readonly unit = computed(() => (this.image.hasValue() && this.image.value().image.unit === 'adu' ? 'ADU' : 'e⁻'));
  protected readonly planes = computed<readonly Plane[]>(() => (this.image.hasValue() ? this.image.value().image.planes : ['flux']));
  protected readonly masked = computed(() => number(this.image.hasValue() ? Object.values(this.image.value().image.masked).reduce((sum, n) => sum + n, 0) : 0));
  /** The whole of each new frame; what is looked at of one stays when its version changes. */
  protected readonly view = linkedSignal<string | undefined, Viewport>({
    source: () => (this.image.hasValue() ? `${this.image.value().image.width} ${this.image.value().image.height}` : undefined),
    computation: (size, before) => (before && (size === undefined || before.source === size) ? before.value : untracked(() => (this.image.hasValue() ? whole(this.image.value().image) : { x0: 0, x1: 1, y0: 0, y1: 1 }))),
  });
  /** Robust cuts of each new frame; what else was chosen stays. */
  protected readonly look = linkedSignal<readonly number[] | undefined, ViewLook>({
    source: () => (this.image.hasValue() ? (this.image.value().image.limits.robust ?? [0, 1]) : undefined),
    computation: (robust, before) => ({ ...chosenLook(this.#session.user()?.preferences), stretch: 'asinh', plane: 'flux', isInverse: false, ...before?.value, ...(robust ? { cuts: rounded(robust) } : { cuts: before?.value.cuts ?? [0, 1] }) }),
  });
  protected readonly canZone = computed(() => this.image.hasValue() && this.image.value().image.read_noise !== null && this.detail.hasValue() && this.detail.value().kind === 'spectrum');
  protected readonly mayExtract = computed(() => this.detail.hasValue() && this.detail.value().actions.some((action) => action === 'extract' || action === 'reduce'));
  readonly #preview = computed<Other | undefined>(() => {
    const spectrum = this.zones.preview()?.spectrum;
    return spectrum && { flux: spectrum.flux, error: spectrum.variance.map(Math.sqrt) };
  });
  readonly #lines = computed(() => linesAt(this.picked(), this.redshift(), this.lamp()));
  protected readonly curves = computed<BenchCurves>(() => {
    const shown = this.spectrum.hasValue() ? this.spectrum.value() : { spectrum: { axis: 'pixel' as const, unit: '', x: new Float64Array(0), flux: new Float64Array(0), error: new Float64Array(0), sky: new Float64Array(0), masked: [], medianSnr: Number.NaN }, lamp: [] };
    const other = this.#other.hasValue() && this.#other.value().flux.length === shown.spectrum.flux.length ? this.#other.value() : undefined;
    const lines = this.#lines();
    if (other && this.isBlinking()) return { spectrum: { ...other, x: shown.spectrum.x, axis: shown.spectrum.axis }, preview: this.#preview(), other: undefined, lines };
    return { spectrum: shown.spectrum, preview: this.#preview(), other, lines };
  });
  protected readonly zoom = computed<readonly [number, number]>(() => {
    const [{ x0, x1 }, columns] = [this.view(), this.spectrum.hasValue() ? this.spectrum.value().spectrum.x.length - 1 : 1];
    return [Math.max(0, x0 / columns), Math.min(1, x1 / columns)];
  });
  protected readonly difference = computed(() => {
    const { spectrum, preview, other } = this.curves();
    const values = preview ? differenceInSigma(preview, spectrum) : other ? differenceInSigma(spectrum, other) : undefined;
    if (!values) return undefined;
    const largest = values.reduce((best, sigma, column) => (Math.abs(sigma) > Math.abs(best.sigma) ? { sigma, column } : best), { sigma: 0, column: -1 });
    return largest.column < 0 ? text('viewer.same') : text('viewer.differs', { sigma: number(largest.sigma, 1), column: largest.column });
  });
  protected readonly readout = computed(() => {
    const at = this.at();
    const spectrum = this.spectrum.hasValue() ? columnWords(this.spectrum.value().spectrum, at?.x ?? (this.view().x0 + this.view().x1) / 2) : [];
    const pixel = at && Number.isFinite(at.y) ? pixelWords(this.frameView()?.tiles(), at, this.planes().includes('variance'), this.unit()) : [];
    return [...spectrum, ...pixel];
  });
  protected readonly crossLeft = computed(() => {
    const [at, place] = [this.at(), this.frameView()?.place()];
    if (!at || !place || at.x < this.view().x0 || at.x > this.view().x1) return undefined;
    return onScreen(place, this.view()).x(at.x);
  });
  protected readonly frameSays = computed(() => {
    const [{ x0, x1 }, look] = [this.view(), this.look()];
    const { width = 0, height = 0 } = this.image.hasValue() ? this.image.value().image : {};
    return text('viewer.frame.say', { plane: text(`viewer.plane.${look.plane}`), object: this.detail.hasValue() ? this.detail.value().object : '', columns: width, rows: height, from: Math.ceil(x0), to: Math.floor(x1) });
  });
  protected readonly spectrumSays = computed(() => (this.spectrum.hasValue() ? spectrumSays(this.spectrum.value().spectrum, this.detail.hasValue() ? this.detail.value().object : '') : ''));

  constructor() {
    const [destroyed, title] = [inject(DestroyRef), inject(PageTitle)];
    destroyed.onDestroy(() => this.#gone.abort());
    // The title of the window is outside of the template.
    effect(() => {
      if (this.title() !== '') title.say(this.title());
    });
    // Zones follow what the page shows; a version that came is what they wait for.
    effect(() => {
      if (!this.image.hasValue()) return;
      const { image, slit } = this.image.value();
      const target = this.product()?.target ?? null;
      const extracted = this.#tabs().find(({ level }) => level === 3)?.files;
      const spectrum = (extracted?.find((file) => file.target === target) ?? extracted?.[0])?.id;
      untracked(() => this.zones.subject.set({ image, slit, spectrum, target }));
    });
    let isAsked = true;
    effect(() => {
      if (this.zonesAsked() !== 'open' || !isAsked || !this.canZone() || !this.zones.course.hasValue()) return;
      isAsked = false;
      untracked(() => void this.zones.open(this.#gone.signal));
    });
    // How long a hand waited, up to the screen: for whoever measures this page.
    effect(() => {
      const preview = this.zones.preview();
      if (preview?.spectrum) requestAnimationFrame(() => setTimeout(() => {
        performance.measure(`zones ${preview.method}`, { start: preview.asked, end: performance.now() });
        performance.measure('zones work', { start: 0, duration: preview.ms });
      }));
    });
    inject(Live)
      .events.pipe(takeUntilDestroyed())
      .subscribe(({ file_id, payload }) => {
        const shown = this.detail.hasValue() ? this.detail.value().original_file_id : undefined;
        if (shown !== undefined && (payload['originalFileId'] === shown || file_id === shown)) this.detail.reload();
      });
    this.#bindKeys(destroyed);
  }

  protected toggleZones(): void {
    if (this.zones.isOpen()) this.zones.close();
    else void this.zones.open(this.#gone.signal);
  }

  /** A click on bare frame: the aperture goes there. */
  protected placeAt({ x, y, asked }: { readonly x: number; readonly y: number; readonly asked: number }): void {
    const course = this.zones.course.hasValue() ? this.zones.course.value() : undefined;
    if (!this.zones.isOpen() || !course) return this.at.set({ x, y });
    this.zones.propose({ change: (choice) => moved(choice, 'center', y - bowAt(course, x)), asked });
  }

  protected pointColumn(column: number | undefined): void {
    this.at.set(column === undefined ? undefined : { x: column, y: Number.NaN });
  }

  protected cut(name: CutsName): void {
    const limits = this.image.hasValue() ? this.image.value().image.limits[name] : null;
    if (limits) this.look.update((look) => ({ ...look, cuts: rounded(limits) }));
  }

  protected async setLook(look: ViewLook): Promise<void> {
    const before = this.look();
    this.look.set(look);
    if (look.plane === before.plane || look.plane === 'mask' || !this.image.hasValue()) return;
    const { image } = this.image.value();
    const coarsest = image.levels.at(-1);
    if (look.plane === 'flux') this.cut('robust');
    else if (coarsest) this.look.update((now) => ({ ...now, cuts: [0, 0] }));
    if (look.plane !== 'variance' || !coarsest) return;
    const values = new Float32Array((await plane(image, coarsest, 'variance', this.#gone.signal)).buffer).filter(Number.isFinite).sort();
    this.look.update((now) => ({ ...now, cuts: rounded([values[Math.floor(values.length * 0.02)] ?? 0, values[Math.floor(values.length * 0.985)] ?? 1]) }));
  }

  protected async export(kind: 'PNG' | 'SVG' | 'CSV'): Promise<void> {
    const name = `${this.product()?.file_name.replace(/\.fits$/, '') ?? 'frame'}-view`;
    const { x0, x1 } = this.view();
    if (kind === 'CSV') return save(new Blob([csvOf(this.curves().spectrum, { preview: this.#preview(), other: this.curves().other }, x0, x1)], { type: 'text/csv' }), `${name}.csv`);
    const picture = this.#picture();
    if (!picture) return;
    if (kind === 'SVG') save(new Blob([await svgOf(picture)], { type: 'image/svg+xml' }), `${name}.svg`);
    else save(await pngOf(picture), `${name}.png`);
  }

  #picture(): Picture | undefined {
    const panes = this.panes()?.nativeElement;
    const [frame, plot] = [panes?.querySelector<HTMLElement>('gp-frame-view'), panes?.querySelector<HTMLElement>('gp-bench-plot')];
    const [colors, option] = [this.#theme.colors(), this.benchPlot()?.option()];
    return frame ? { frame, chart: plot && option ? { option, width: plot.clientWidth, height: plot.clientHeight } : undefined, ground: colors['plot-bg'], ink: colors.text, title: `${this.title()} · ${this.product()?.file_name ?? ''}` } : undefined;
  }

  #bindKeys(destroyed: DestroyRef): void {
    const router = inject(Router);
    const withImage = (change: (view: Viewport, image: { width: number; height: number }) => Viewport) => (): void => {
      if (this.image.hasValue()) this.view.set(change(this.view(), this.image.value().image));
    };
    const zoom = (factor: number) => withImage((view, image) => zoomed(view, [factor, factor], { x: this.at()?.x ?? (view.x0 + view.x1) / 2, y: (view.y0 + view.y1) / 2 }, image));
    const move = (x: number, y: number) => withImage((view, image) => shifted(view, x * (view.x1 - view.x0), y * (view.y1 - view.y0), image));
    const point = (columns: number) => (): void => this.at.update((at) => ({ x: Math.round(at?.x ?? (this.view().x0 + this.view().x1) / 2) + columns, y: at?.y ?? Number.NaN }));
    inject(Keys).bind(
      {
        '+': zoom(0.5), '-': zoom(2), '0': withImage((_view, image) => whole(image)),
        ArrowLeft: move(-0.2, 0), ArrowRight: move(0.2, 0), ArrowUp: move(0, 0.2), ArrowDown: move(0, -0.2),
        'Shift+ArrowLeft': point(-1), 'Shift+ArrowRight': point(1),
        m: () => this.look.update((look) => ({ ...look, showsMask: !look.showsMask })),
        l: () => this.curveLook.update((look) => ({ ...look, scale: SCALES[(SCALES.indexOf(look.scale) + 1) % SCALES.length] ?? 'linear' })),
        b: () => this.isBlinking.update((is) => !is),
        t: () => this.isTable.update((is) => !is),
        z: () => this.toggleZones(),
        e: () => (this.zones.isOpen() ? void this.zones.extract() : this.toggleZones()),
        Escape: () => void router.navigate(['/data', this.frame()], { queryParamsHandling: 'preserve' }),
      },
      destroyed,
    ); // prettier-ignore
  }
}

/** Cuts as people write them: three digits of their difference. */
function rounded([low = 0, high = 1]: readonly number[]): readonly [number, number] {
  const unit = 10 ** Math.floor(Math.log10(Math.max(1e-6, high - low) / 100));
  return [Math.round(low / unit) * unit, Math.round(high / unit) * unit].map((value) => Number(value.toPrecision(6))) as [number, number];
}
