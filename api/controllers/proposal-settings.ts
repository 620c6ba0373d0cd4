import { Body, Controller, Get, Middlewares, OperationId, Path, Post, Put, Request, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import { defaultSettings, type ReductionSettings } from '#activities/domain/settings';
import { withStoreFailures } from '#activities/store/failures';
import { SettingsVersion, User, type Proposal } from '#activities/store/models';
import { framesToFollow, lockedVersions, overDefaults, promiseToFollow, settingChanges, wholeSettings, type AppliedTo } from '#activities/store/settings-versions';
import { callerOf } from '../access/auth.js';
import { mayChange, visibleProposal } from '../access/visible-proposals.js';
import { audit } from '../audit.js';
import { checkedSettings } from '../checked-settings.js';
import type { Context } from '../context.js';
import { jsonBody } from '../json-body.js';
import { spokenName } from '../spoken-name.js';

export interface ProposalSettings {
  soar_id: string;
  /**
   * 0 while nobody changed anything.
   * @isInt
   */
  version: number;
  /** All settings in force; GET /api/settings/ describes each. */
  settings: { [name: string]: unknown };
  defaults: { [name: string]: unknown };
  /** Who made this version, and when; null for the defaults. */
  author: string | null;
  created: string | null;
  /** May you change them? */
  may_change: boolean;
}

export interface SettingsRequest {
  /** Those that are to change; the others stay. */
  settings: { [name: string]: unknown };
  /** Which frames that are there already are reduced again: none (new frames only), those of the latest night, or every one. */
  apply?: AppliedTo;
  /**
   * The version you saw: refused when somebody else changed it meanwhile.
   * @isInt
   * @minimum 0
   * @maximum 2147483647
   */
  version?: number;
}

export interface RestoreRequest {
  apply?: AppliedTo;
}

export interface ChangedSettings extends ProposalSettings {
  /**
   * Frames that are reduced again.
   * @isInt
   */
  reducing_again: number;
}

export interface SettingsChange {
  name: string;
  from: unknown;
  to: unknown;
}

export interface SettingsHistory {
  /** @isInt */
  version: number;
  author: string | null;
  created: string;
  changes: SettingsChange[];
  settings: { [name: string]: unknown };
}

export interface SettingsReach {
  /** @isInt */
  tonight: number;
  /** @isInt */
  all: number;
}

@Route('api/proposals/{id}/settings')
@Tags('api')
@Security('token')
@Middlewares(jsonBody)
export class ProposalSettingsController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * The reduction settings in force for a proposal, by its number or SOAR id.
   * @summary Get the reduction settings of a proposal
   */
  @Get()
  @OperationId('api_proposals_settings_read')
  async getSettings(@Request() request: KoaRequest, @Path() id: string): Promise<ProposalSettings> {
    return this.#view(request, await visibleProposal(this.#context.database, callerOf(request), id));
  }

  /**
   * Makes a new version of the settings; for the PI and staff. They count for every frame that comes from now on, and for those that wait. `apply` says which
   * frames that are there are reduced again: each gets a new version beside the one it has.
   * @summary Change the reduction settings of a proposal
   */
  @Put()
  @OperationId('api_proposals_settings_update')
  async changeSettings(@Request() request: KoaRequest, @Path() id: string, @Body() body: SettingsRequest): Promise<ChangedSettings> {
    const proposal = await this.#changeable(request, id);
    const wanted = checkedSettings(body.settings);
    return this.#save(request, proposal, body.apply ?? 'new', (versions) => {
      const newest = versions[0]?.version ?? 0;
      if (body.version !== undefined && body.version !== newest) throw new ReductionError('conflict', `The settings of ${proposal.soarId} are at version ${newest}, not ${body.version}: somebody changed them meanwhile. Look at them and try again.`, { version: newest });
      return { ...wholeSettings(versions[0]), ...wanted };
    });
  }

  /** @summary How many frames a change of the settings could reduce again */
  @Get('reach')
  @OperationId('api_proposals_settings_reach')
  async getReach(@Request() request: KoaRequest, @Path() id: string): Promise<SettingsReach> {
    const { database } = this.#context;
    const proposal = await visibleProposal(database, callerOf(request), id);
    const [tonight, all] = await Promise.all((['tonight', 'all'] as const).map((apply) => framesToFollow(database, proposal, apply)));
    return { tonight: tonight?.length ?? 0, all: all?.length ?? 0 };
  }

  /**
   * Every version, the newest first, with what it changed, who did and when.
   * @summary Get the history of the settings of a proposal
   */
  @Get('history')
  @OperationId('api_proposals_settings_history_list')
  async listHistory(@Request() request: KoaRequest, @Path() id: string): Promise<SettingsHistory[]> {
    const { database } = this.#context;
    const proposal = await visibleProposal(database, callerOf(request), id);
    const versions = await SettingsVersion.query(database).where({ proposalId: proposal.id }).orderBy('version', 'desc');
    const names = await this.#authors(versions);
    return versions.map((each, i) => ({
      version: each.version,
      author: names.get(each.authorId ?? 0) ?? null,
      created: each.created.toISOString(),
      changes: settingChanges(wholeSettings(versions[i + 1]), wholeSettings(each)),
      settings: { ...wholeSettings(each) },
    }));
  }

  /**
   * Makes an earlier version current again, as a new one; 0 are the defaults.
   * @summary Restore earlier settings of a proposal
   */
  @Post('history/{version}/restore')
  @OperationId('api_proposals_settings_restore_create')
  async restoreSettings(@Request() request: KoaRequest, @Path() id: string, @Path() version: string, @Body() body: RestoreRequest): Promise<ChangedSettings> {
    const proposal = await this.#changeable(request, id);
    return this.#save(request, proposal, body.apply ?? 'new', (versions) => {
      const earlier = versions.find((each) => String(each.version) === version);
      if (!earlier && version !== '0') throw new ReductionError('not-found', `The settings of ${proposal.soarId} have no version ${version.slice(0, 20)}.`);
      return wholeSettings(earlier);
    });
  }

  async #changeable(request: KoaRequest, id: string): Promise<Proposal> {
    const caller = callerOf(request);
    const proposal = await visibleProposal(this.#context.database, caller, id);
    if (!mayChange(caller, proposal, 'settings')) throw new ReductionError('forbidden', `The settings of ${proposal.soarId} are changed by its PI and by staff.`);
    return proposal;
  }

  /** A version that would say the same as the newest is not made; the frames are reduced again all the same. */
  async #save(request: KoaRequest, proposal: Proposal, apply: AppliedTo, make: (versions: readonly SettingsVersion[]) => ReductionSettings): Promise<ChangedSettings> {
    const { database, outbox } = this.#context;
    const { user } = callerOf(request);
    const { promises, following } = await withStoreFailures(() =>
      database.transaction(async (trx) => {
        const versions = await lockedVersions(trx, proposal.id);
        const before = wholeSettings(versions[0]);
        const after = make(versions);
        const changes = settingChanges(before, after);
        if (changes.length > 0) await SettingsVersion.query(trx).insert({ proposalId: proposal.id, version: (versions[0]?.version ?? 0) + 1, settings: overDefaults(after), authorId: user.id });
        await audit(trx, request, { action: 'settings.change', subject: `proposal ${proposal.id}`, before: overDefaults(before), after: { ...overDefaults(after), apply } });
        const frames = await framesToFollow(trx, proposal, apply);
        return { promises: await promiseToFollow(trx, proposal, frames), following: frames.length };
      }),
    );
    // The sweep of the outbox starts what is left.
    outbox.startAll(promises.slice(0, 100));
    return { ...(await this.#view(request, proposal)), reducing_again: following };
  }

  async #view(request: KoaRequest, proposal: Proposal): Promise<ProposalSettings> {
    const { database } = this.#context;
    const newest = await SettingsVersion.query(database).where({ proposalId: proposal.id }).orderBy('version', 'desc').first();
    const names = await this.#authors(newest ? [newest] : []);
    return {
      soar_id: proposal.soarId,
      version: newest?.version ?? 0,
      settings: { ...wholeSettings(newest) },
      defaults: { ...defaultSettings },
      author: newest ? (names.get(newest.authorId ?? 0) ?? null) : null,
      created: newest?.created.toISOString() ?? null,
      may_change: mayChange(callerOf(request), proposal, 'settings'),
    };
  }

  async #authors(versions: readonly SettingsVersion[]): Promise<Map<number, string>> {
    const users = await User.query(this.#context.database).whereIn('id', versions.flatMap(({ authorId }) => (authorId === null ? [] : [authorId])));
    return new Map(users.map((user) => [user.id, spokenName(user)]));
  }
}
