import type { Candidate, Obstacle } from '#activities/calibrations/candidate';
import { purposes, type Purpose } from '#activities/domain/calibrations';
import { flagsOf } from '#activities/domain/quality-flags';
import type { Exposure } from '#activities/domain/exposure';
import { combinedCalibrations, definitionOf, type CombinedCalibration } from '#activities/products/index';
import type { Master } from '#activities/domain/products';
import type { Calibrations, ProductRef } from '#activities/products/product-ref';
import { looksForCosmicRays, reasonNotReduced } from '#activities/domain/reducible';
import { unpackedName } from '#activities/domain/raw-name';
import { reasonWithoutLamp, type SkyVerdict } from '#activities/domain/sky-verdict';
import type { ReductionState } from '#activities/domain/reduction';
import type { ReductionSettings } from '#activities/domain/settings';
import { chooseAll, type AtHand } from '#activities/calibrations/choose-all';
import { frameStem } from '#activities/products/fits/names';
import { sha256OfRawKey } from '#activities/domain/raw-key';
import { rawRefOf } from '#activities/products/raw-reference';
import type { EncodedFile } from '#activities/products/fits/file-draft';
import { stepSettingsOf, type StepSettings } from '#activities/steps/index';
import { boundSteps } from '#activities/execution/bound-steps';
import { ProductResolver } from '#activities/execution/product-resolver';
import { LineageInMemory, type ProvenanceGraph } from '#activities/products/lineage';
import { collectWhenLarge } from '#activities/threads/collect-garbage';
import { StepPool } from '#activities/threads/step-pool';
import { reduceArc, reduceLongslit } from '#activities/recipes/longslit';
import { masterRecipes } from '#activities/recipes/masters';
import type { BoundSteps } from '#activities/recipes/steps';
import { peekedKind, type FrameFile } from './frame-file.js';
import type { FolderPool } from './folder-pool.js';
import { wordsOf, type FrameReport } from './frame-report.js';
import { eachOf } from './each-of.js';

interface Arrived {
  readonly name: string;
  readonly exposure: Exposure;
  readonly ref: ProductRef<'rawFrame'>;
  /** Where a frame before it has a name that would give its products the same ones. */
  readonly distinguishedBy?: string;
}

/** Frames in flight at once: one for each of two threads, as each takes 200 MB and more at 1×1. */
const AT_ONCE = 2;
/** The calibrations of a night at 1×1 and the frames in flight; what does not fit is read again from its file when its turn comes. */
const CACHE_BYTES = 640 * 2 ** 20;

/**
 * A folder of raw frames reduced in one process: calibrations first, then everything that needs them, by the recipes of the
 * platform. Nothing arrives later here, so what is missing is reported instead of waited for.
 */
export class FolderNight {
  readonly #settings: ReductionSettings;
  readonly #pool: FolderPool;
  readonly #lineage = new LineageInMemory();
  readonly #resolver: ProductResolver;
  readonly #stepSettings: StepSettings;
  readonly #keep: (file: EncodedFile) => Promise<void>;
  readonly #readBack: ((fileName: string) => Promise<Uint8Array>) | undefined;
  /** Files of products that can be read back, by key. */
  readonly #kept = new Map<string, string>();
  readonly #date: string;
  readonly #onReport: (report: FrameReport) => void;
  readonly #files = new Map<string, FrameFile>();
  readonly #reports = new Map<string, FrameReport>();
  /** By the name of the frame. */
  readonly #warnings = new Map<string, readonly string[]>();
  readonly #candidates = new Map<Purpose, Candidate[]>(purposes.map((purpose) => [purpose, []]));
  /** Masters and lamps that are not among the candidates, and why. */
  readonly #obstacles = new Map<Purpose, Obstacle[]>(purposes.map((purpose) => [purpose, []]));
  /** The master that has a file name: no other may take it. */
  readonly #masterNames = new Map<string, string>();
  /** The same of the names of frames, without their endings. */
  readonly #stems = new Map<string, string>();
  /** The frame that had these bytes first, by key. */
  readonly #firsts = new Map<string, string>();
  /** Frames there are for each master, by purpose, night and grouping key. */
  readonly #collected = new Map<string, number>();

  /** @param parts `pool`: threads that are started already; they are closed with the night. `readBack`: the bytes of a file that was kept; without it a product that did not fit into memory is made again. */
  constructor(parts: { settings: ReductionSettings; date: string; pool?: FolderPool; keep: (file: EncodedFile) => Promise<void>; readBack?: (fileName: string) => Promise<Uint8Array>; onReport: (report: FrameReport) => void }) {
    this.#pool = parts.pool ?? new StepPool();
    this.#settings = parts.settings;
    this.#date = parts.date;
    this.#keep = parts.keep;
    this.#readBack = parts.readBack;
    this.#onReport = parts.onReport;
    this.#resolver = new ProductResolver({
      durable: { read: (ref) => this.#readAgain(ref) },
      lineage: this.#lineage,
      perform: (work, signal) => this.#pool.step(work, signal),
      cacheBytes: CACHE_BYTES,
    });
    this.#stepSettings = stepSettingsOf(this.#settings);
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  /** A product and all it was made from, up to the raw frames. */
  provenanceOf(product: Pick<ProductRef, 'key' | 'kind'>): ProvenanceGraph {
    return this.#lineage.graph(product);
  }

  async reduce(files: readonly FrameFile[]): Promise<FrameReport[]> {
    const [firstMaster, ...laterMasters] = combinedCalibrations;
    const arrived = await this.#arriveAround(firstMaster, files);
    const reduced = arrived.filter(({ name, exposure }) => {
      const reason = reasonNotReduced(exposure, this.#settings);
      if (reason !== undefined) this.#report({ name, state: 'rejected', reason, products: [] });
      return reason === undefined;
    });
    const ofKind = (kind: Exposure['kind']) => reduced.filter(({ exposure }) => exposure.kind === kind);
    for (const master of laterMasters) await this.#masters(master, ofKind(master.madeOf));
    await eachOf(ofKind('arc'), AT_ONCE, (frame) => this.#lamp(frame));
    await eachOf(ofKind('spectrum'), AT_ONCE, (frame) => this.#spectrum(frame));
    return files.map(({ name }) => this.#reports.get(name)).filter((report) => report !== undefined);
  }

  /** Reads everything and makes the first master. Combining it keeps one thread busy, so the other frames are read meanwhile, if headers told beforehand which they are. */
  async #arriveAround(master: CombinedCalibration | undefined, files: readonly FrameFile[]): Promise<Arrived[]> {
    const kinds = await eachOf(files, AT_ONCE, peekedKind);
    const arrive = async (some: readonly FrameFile[]) => this.#once((await eachOf(some, AT_ONCE, (file) => this.#arrive(file))).filter((frame) => frame !== undefined));
    const early = kinds.includes(undefined) ? files : files.filter((_, i) => kinds[i] === master?.madeOf);
    const first = await arrive(early);
    const [rest] = await Promise.all([
      arrive(files.filter((file) => !early.includes(file))),
      master && this.#masters(master, first.filter(({ exposure }) => exposure.kind === master.madeOf)),
    ]);
    return [...first, ...rest];
  }

  async #arrive(file: FrameFile): Promise<Arrived | undefined> {
    try {
      const value = await this.#read(file);
      const ref = rawRefOf(value.checksum, file.name);
      this.#resolver.put(ref, value);
      this.#files.set(ref.key, file);
      this.#warnings.set(file.name, value.exposure.warnings);
      return { name: file.name, exposure: value.exposure, ref };
    } catch (error) {
      this.#failed(file.name, error);
      return undefined;
    }
  }

  /** The same bytes are the same frame, under however many names: the first by name stands for all. */
  #once(arrived: readonly Arrived[]): Arrived[] {
    return arrived.flatMap((frame) => {
      const { name, ref } = frame;
      const first = this.#firsts.get(ref.key);
      if (first !== undefined) {
        this.#report({ name, state: 'rejected', reason: `the same frame as ${first}, used once`, products: [], copyOf: first });
        return [];
      }
      this.#firsts.set(ref.key, name);
      // Two frames whose products would have one name: those of the second carry the beginning of its checksum.
      const stem = frameStem(frame.exposure.name);
      const taken = this.#stems.has(stem);
      this.#stems.set(stem, ref.key);
      return [taken ? { ...frame, distinguishedBy: sha256OfRawKey(ref.key).slice(0, 8) } : frame];
    });
  }

  async #readAgain(ref: ProductRef) {
    const file = this.#files.get(ref.key);
    if (file) return this.#read(file);
    const fileName = this.#kept.get(ref.key);
    return fileName !== undefined && this.#readBack ? this.#pool.decode(ref.kind, await this.#readBack(fileName)) : undefined;
  }

  async #read(file: FrameFile) {
    const name = unpackedName(file.name);
    return file.stored ? this.#pool.readRaw(await file.stored(), name) : this.#pool.decodeRaw(await file.read(), name);
  }

  async #masters(master: CombinedCalibration, frames: readonly Arrived[]): Promise<void> {
    const groups = Map.groupBy(frames, ({ exposure }) => `${exposure.night} ${master.combined.groupingKey(exposure)}`);
    await eachOf([...groups.values()], AT_ONCE, async (members) => {
      members.sort((a, b) => (a.ref.key < b.ref.key ? -1 : 1));
      const [first] = members;
      if (first) await this.#master(master, first.exposure, members);
    });
  }

  async #master({ purpose, combined }: CombinedCalibration, exposure: Exposure, members: readonly Arrived[]): Promise<void> {
    const minimum = combined.minimum(this.#settings);
    this.#collected.set(`${purpose} ${exposure.night} ${combined.groupingKey(exposure)}`, members.length);
    const inTheWay = (state: Obstacle['state'], reason: string) => this.#obstacles.get(purpose)?.push({ name: `master ${purpose}`, exposure, state, reason });
    const tell = (state: ReductionState, reason: string, products: string[] = []) => {
      for (const { name } of members) this.#report({ name, state, reason, products });
    };
    if (members.length < minimum) return tell('waiting', `a master ${purpose} takes ${minimum} frames, there are ${members.length}`);
    try {
      const refs = members.map(({ ref }) => ref);
      const { choice } = this.#choose(exposure);
      if (!choice.complete) {
        inTheWay('waiting', choice.reason);
        return tell('waiting', choice.reason);
      }
      const ref = await masterRecipes[purpose](boundSteps(this.#resolver, this.#stepSettings), refs, choice.calibrations);
      const file = await this.#publishMaster(ref);
      if (!file) return;
      const value = (await this.#resolver.resolve(ref)) as Master;
      const used = value.members.filter((member) => member.used).length;
      this.#candidates.get(purpose)?.push({ name: file.fileName, key: ref.key, checksum: file.checksum, exposure, members: used, ref });
      for (const member of members) this.#reportMember(member, value, file.fileName);
    } catch (error) {
      inTheWay('failed', wordsOf(error));
      for (const { name } of members) this.#failed(name, error);
    } finally {
      for (const { ref } of members) this.#resolver.forget(ref);
    }
  }

  /** Two masters of one name never overwrite each other: the later one is told apart by its key. */
  async #publishMaster(ref: ProductRef): Promise<EncodedFile | undefined> {
    const [file] = await this.#encode(ref);
    if (!file) return undefined;
    const other = this.#masterNames.get(file.fileName);
    this.#masterNames.set(file.fileName, ref.key);
    if (other !== undefined && other !== ref.key) return (await this.#publish(ref, ref.key.slice(-8)))[0];
    await this.#keepOf(ref, [file]);
    return file;
  }

  /** A frame of a master is done when it was used, and says why when it was not. */
  #reportMember({ name, ref }: Arrived, { members }: Master, master: string): void {
    const left = members.find(({ key, used }) => key === ref.key && !used);
    this.#report(left ? { name, state: 'rejected', reason: `left out of ${master}: ${left.reason ?? ''}`, products: [] } : { name, state: 'done', reason: `used in ${master}`, products: [] });
  }

  async #lamp(arrived: Arrived): Promise<void> {
    const { name, exposure, ref } = arrived;
    await this.#attempt(arrived, async (calibrations, publish, published) => {
      const { frame } = await reduceArc(this.#stepsThatForget(ref), publish, { raw: ref, calibrations });
      const file = published.get(frame.key);
      if (file) this.#candidates.get('arc')?.push({ name: file.fileName, key: frame.key, checksum: file.checksum, exposure, members: 1, ref: frame });
      return undefined;
    });
    const { state, reason } = this.#reports.get(name) ?? {};
    if (state === 'failed' || state === 'waiting') this.#obstacles.get('arc')?.push({ name, exposure, state, reason: reason ?? '' });
  }

  async #spectrum(arrived: Arrived): Promise<void> {
    const { exposure, ref } = arrived;
    let last: ProductRef | undefined;
    await this.#attempt(arrived, async (calibrations, publish) => {
      const rejectCosmicRays = looksForCosmicRays(exposure, this.#settings);
      const request = { raw: ref, calibrations, rejectCosmicRays, calibrateBySky: this.#settings.calibrate_by_sky };
      return (await reduceLongslit(this.#stepsThatForget(ref, (frame) => (last = frame)), publish, request)).sky;
    });
    if (last) this.#resolver.forget(last);
  }

  /** Steps for one frame: of its pixels only those that were made last are kept, as nobody asks for the others again. */
  #stepsThatForget(raw: ProductRef, onFrame: (frame: ProductRef) => void = () => undefined): BoundSteps {
    let last = raw;
    return boundSteps(this.#resolver, this.#stepSettings, {
      around: async (_, work) => {
        const ref = await work();
        if (ref.kind === 'frame') {
          this.#resolver.forget(last);
          last = ref;
          collectWhenLarge();
          onFrame(ref);
        }
        return ref;
      },
    });
  }

  async #attempt(
    { name, exposure, distinguishedBy }: Arrived,
    work: (
      calibrations: Calibrations,
      publish: (ref: ProductRef) => Promise<void>,
      published: ReadonlyMap<string, Pick<EncodedFile, 'fileName' | 'checksum'>>,
    ) => Promise<SkyVerdict | undefined>,
  ): Promise<void> {
    const products: string[] = [];
    const flags = new Set<string>();
    const published = new Map<string, Pick<EncodedFile, 'fileName' | 'checksum'>>();
    const { choice } = this.#choose(exposure);
    if (!choice.complete && !choice.extractable) return this.#report({ name, state: 'waiting', reason: choice.reason, products });
    try {
      const sky = await work(choice.calibrations, async (ref) => {
        for (const { fileName, checksum, quality } of await this.#publish(ref, distinguishedBy)) {
          products.push(fileName);
          for (const { sentence } of flagsOf(quality)) flags.add(sentence);
          published.set(ref.key, { fileName, checksum });
        }
      }, published);
      if (choice.complete) this.#report({ name, state: 'done', reason: choice.reason, products, flags: [...flags] });
      else this.#report({ name, state: 'waiting', reason: reasonWithoutLamp(this.#lampMissing(choice.reason), sky), products, flags: [...flags] });
    } catch (error) {
      this.#failed(name, error, products);
    }
  }

  /** Why there is no lamp: what was looked at and refused, or that there was nothing to look at. */
  #lampMissing(refused: string): string {
    return (this.#candidates.get('arc') ?? []).length === 0 ? 'no lamp in this night' : refused;
  }

  #choose(exposure: Exposure) {
    const atHand = (purpose: Purpose): AtHand => {
      const combined = combinedCalibrations.find((each) => each.purpose === purpose)?.combined;
      return {
        candidates: this.#candidates.get(purpose) ?? [],
        frames: combined ? (this.#collected.get(`${purpose} ${exposure.night} ${combined.groupingKey(exposure)}`) ?? 0) : 0,
        minimum: combined?.minimum(this.#settings) ?? 1,
        obstacles: this.#obstacles.get(purpose) ?? [],
        final: true,
      };
    };
    return chooseAll(exposure, this.#settings, atHand);
  }

  async #encode(ref: ProductRef, distinguishedBy?: string): Promise<EncodedFile[]> {
    const context = { key: ref.key, date: this.#date, settings: this.#settings, ...(distinguishedBy === undefined ? {} : { distinguishedBy }) };
    return this.#pool.encode(ref.kind, await this.#resolver.resolve(ref), context);
  }

  async #publish(ref: ProductRef, distinguishedBy?: string): Promise<EncodedFile[]> {
    const files = await this.#encode(ref, distinguishedBy);
    await this.#keepOf(ref, files);
    return files;
  }

  async #keepOf({ kind, key }: ProductRef, files: readonly EncodedFile[]): Promise<void> {
    await Promise.all(files.map((file) => this.#keep(file)));
    const [file] = files;
    if (file && definitionOf(kind).storage === 'read back') this.#kept.set(key, file.fileName);
    // Once who asked for it has let go of the bytes.
    setTimeout(collectWhenLarge, 20);
  }

  #failed(name: string, error: unknown, products: readonly string[] = []): void {
    this.#report({ name, state: 'failed', reason: wordsOf(error), products });
  }

  #report(told: FrameReport): void {
    const warnings = this.#warnings.get(told.name) ?? [];
    const report = warnings.length > 0 ? { ...told, warnings } : told;
    this.#reports.set(report.name, report);
    this.#onReport(report);
  }
}
