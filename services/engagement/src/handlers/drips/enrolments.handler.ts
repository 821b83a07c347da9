import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { idOfCursor, Problem, toPage, type Actor, type Page } from '#service-kit';
import { mayBeginAgainAt } from '../../domain/drips/drip.js';
import { DripsRepository, type HistoryEntry } from '../../persistence/drips/drips.repository.js';
import type { Enrolment } from '../../persistence/drips/enrolment.entity.js';
import { AudienceRepository } from '../../persistence/segments/audience.repository.js';
import { Audit } from '../audit/audit.step.js';
import { CampaignClock } from '../campaigns/clock.state.js';
import { dripOf } from './drips.handler.js';
import { EnrolContacts } from './enrol-contacts.step.js';

export interface Progress {
  id: string;
  state: Enrolment['state'];
  version: number;
  /** The number of the step that was dealt with last; 0 before the first. */
  step: number;
  dueAt: string | null;
  exitReason: Enrolment['exitReason'];
  history: HistoryEntry[];
}

/** Contacts on their way through a drip. */
@Injectable()
export class EnrolmentsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly drips: DripsRepository,
    private readonly audience: AudienceRepository,
    private readonly enrol: EnrolContacts,
    private readonly audit: Audit,
    private readonly clock: CampaignClock,
  ) {}

  /** Whoever is under way stays where they are; whoever has ended begins anew, where the drip allows it. @throws {Problem} not_found, not_a_drip, campaign_state, enrolled_before */
  async enroll(tenantId: string, contactId: string, campaignId: string, by: Actor): Promise<Pick<Enrolment, 'id' | 'state'>> {
    return this.database.forTenant(tenantId, async (tx) => {
      // Two who enrol the same contact at once do so one after the other.
      const campaign = await dripOf(tx, campaignId, 'lock');
      if (campaign.state !== 'running' && campaign.state !== 'paused') {
        throw new Problem(409, 'campaign_state', `The campaign is ${campaign.state}: start it before you enrol anybody.`);
      }
      const before = await this.drips.enrolment(tx, campaignId, contactId);
      if (before?.state === 'active') return before;
      if (before) this.#mayAgain(before, campaign.settings.reenrolAfterDays);
      const [contact] = await this.audience.page(tx, { contactIds: [contactId] }, null, 1);
      if (!contact) throw Problem.notFound('contact');
      await this.enrol.begin(tx, campaign, [contact], this.clock.now());
      const enrolment = (await this.drips.enrolment(tx, campaignId, contactId))!;
      this.audit.append(tx, by, 'enrolled', { type: 'campaign', id: campaignId }, null, { contactId, version: enrolment.version });
      return enrolment;
    });
  }

  #mayAgain({ endedAt }: Enrolment, afterDays: number | null): void {
    const from = mayBeginAgainAt(Date.parse(endedAt!), afterDays);
    if (from <= this.clock.now().getTime()) return;
    const may = Number.isFinite(from) ? `may begin it again from ${new Date(from).toISOString()} on` : 'may not begin it again';
    throw new Problem(409, 'enrolled_before', `The contact has been through this drip, and ${may}.`);
  }

  /** The newest first. @throws {Problem} not_found, not_a_drip, invalid_cursor */
  async list(
    tenantId: string,
    campaignId: string,
    state: Enrolment['state'] | undefined,
    { limit, cursor }: { limit: number; cursor?: string | undefined },
  ): Promise<Page<Enrolment>> {
    const before = idOfCursor(cursor);
    return this.database.forTenant(tenantId, async (tx) => {
      await dripOf(tx, campaignId);
      const rows = await (state
        ? this.drips.pageOfState(tx, campaignId, state, before, limit + 1)
        : this.drips.page(tx, campaignId, before, limit + 1));
      return toPage(rows, limit, ({ id }) => [id]);
    });
  }

  /** @throws {Problem} not_found, not_a_drip */
  async progress(tenantId: string, contactId: string, campaignId: string): Promise<Progress> {
    return this.database.forTenant(tenantId, async (tx) => {
      await dripOf(tx, campaignId);
      const enrolment = await this.drips.enrolment(tx, campaignId, contactId);
      if (!enrolment) throw Problem.notFound('enrolment');
      return this.#shown(tx, enrolment);
    });
  }

  async #shown(tx: Transaction, { id, state, version, dueAt, exitReason }: Enrolment): Promise<Progress> {
    const history = await this.drips.history(tx, id);
    return { id, state, version, step: history.at(-1)?.stepNumber ?? 0, dueAt, exitReason, history };
  }
}
