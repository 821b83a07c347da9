import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { Problem } from '#service-kit';
import { companyZone, zoneOf, zonesOfPhone } from '#wall-clock';
import type { Recipient } from '../../domain/queue/message.js';
import { instantToSend, type SendAt } from '../../domain/schedule/send-at.js';
import { ZonesRepository } from '../../persistence/schedule/zones.repository.js';

const WHY = {
  past: 'The time is past. A message can be scheduled from now on.',
  too_far: 'The time is more than 90 days ahead, which is as far as a message can be scheduled.',
};

/** When a message leaves that is not to leave at once. */
@Injectable()
export class WhenToSend {
  constructor(private readonly zones: ZonesRepository) {}

  /** @returns the instant (ISO 8601) @throws {Problem} send_at_out_of_range */
  async of(tx: Transaction, sendAt: SendAt, to: Recipient): Promise<string> {
    const said = 'instant' in sendAt ? { contact: null, company: null } : await this.zones.said(tx, to);
    const zones = { own: zoneOf(said.contact), ofCountry: to.phone ? zonesOfPhone(to.phone) : [], ofCompany: companyZone(said.company) };
    const result = instantToSend(sendAt, zones, Date.now());
    if ('at' in result) return new Date(result.at).toISOString();
    throw new Problem(422, 'send_at_out_of_range', WHY[result.refused], [{ field: 'sendAt', message: WHY[result.refused] }]);
  }
}
