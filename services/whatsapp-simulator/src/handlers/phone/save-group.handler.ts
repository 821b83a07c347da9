import { Injectable } from '@nestjs/common';
import { Problem } from '#service-kit';
import { PhoneFeed } from '../../clients/phone/phone-feed.js';
import { SimulatedClock } from '../../clients/control/simulated-clock.js';
import type { BusinessNumber } from '../../domain/graph/business-number.js';
import { MOST_MEMBERS, newGroupId, type Group } from '../../domain/phone/group.js';
import { contactKey } from '../../domain/phone/identity.js';
import { threadItem, type Contact, type ThreadItem } from '../../domain/phone/thread.js';
import { groupUpdate } from '../../domain/webhooks/webhook-update.js';
import { ThreadLog } from '../../persistence/phone/thread-log.js';
import { DeliverWebhooksHandler } from '../webhooks/deliver-webhooks.handler.js';
import { FindNumberHandler } from './find-number.handler.js';

export interface GroupInput {
  phoneNumberId: string;
  /** Of a group that is there; without it a group is made. */
  id?: string;
  subject?: string;
  /** Phones or user ids of customers of this number. */
  members?: string[];
}

export interface GroupView {
  id: string;
  phoneNumberId: string;
  subject: string;
  members: { key: string; name: string }[];
  lastMessage?: ThreadItem;
}

/** Groups of a business and its customers: made, named, joined and left; the business hears of each by a webhook. */
@Injectable()
export class SaveGroupHandler {
  constructor(
    private readonly clock: SimulatedClock,
    private readonly findNumber: FindNumberHandler,
    private readonly threads: ThreadLog,
    private readonly feed: PhoneFeed,
    private readonly deliver: DeliverWebhooksHandler,
  ) {}

  /** @throws {Problem} number_unknown, not_found, validation_failed; nothing has changed then */
  execute(input: GroupInput): GroupView {
    const number = this.findNumber.execute(input.phoneNumberId);
    const { phoneNumberId } = number;
    const before = input.id === undefined ? undefined : this.threads.group(phoneNumberId, input.id);
    if (input.id !== undefined && !before) throw Problem.notFound('group');
    const group: Group = {
      ...(before ?? { phoneNumberId, id: newGroupId(number.displayPhoneNumber.replace(/\D/g, '')) }),
      subject: input.subject ?? before?.subject ?? 'Group',
      members: input.members ? this.#members(phoneNumberId, input.members) : (before?.members ?? []),
    };
    this.threads.saveGroup(group);
    this.#tell(number, before, group);
    const view = this.#view(group);
    this.feed.publish({ name: 'contact', phoneNumberId, contact: group.id, data: view });
    return view;
  }

  list(phoneNumberId: string): { items: GroupView[] } {
    this.findNumber.execute(phoneNumberId);
    return { items: this.threads.groupsOf(phoneNumberId).map((group) => this.#view(group)) };
  }

  #members(phoneNumberId: string, members: readonly string[]): string[] {
    const keys = [...new Set(members.map((member) => this.threads.contact(phoneNumberId, contactKey(member) ?? member)?.key))];
    const isKnown = (key: string | undefined): key is string => key !== undefined;
    if (keys.length === 0 || keys.length > MOST_MEMBERS || !keys.every(isKnown)) {
      const message = `one to ${MOST_MEMBERS} customers of this number; add them with PUT /simulator/contacts first`;
      throw Problem.invalid([{ field: 'members', message }]);
    }
    return keys;
  }

  #tell(number: BusinessNumber, before: Group | undefined, group: Group): void {
    const at = this.clock.now();
    const people = (keys: readonly string[]): object[] => keys.map((key) => wireMember(this.threads.contact(group.phoneNumberId, key)!));
    const tell = (field: string, change: object): void =>
      this.deliver.execute(groupUpdate(number, field, at, { group_id: group.id, ...change }));
    if (!before) {
      tell('group_lifecycle_update', { type: 'group_create', subject: group.subject, added_participants: people(group.members) });
      return;
    }
    const joined = group.members.filter((key) => !before.members.includes(key));
    const left = before.members.filter((key) => !group.members.includes(key));
    if (joined.length > 0) tell('group_participants_update', { type: 'group_participants_add', added_participants: people(joined) });
    if (left.length > 0) tell('group_participants_update', { type: 'group_participants_remove', removed_participants: people(left) });
    if (before.subject !== group.subject) {
      tell('group_settings_update', { type: 'group_settings_update', group_subject: { text: group.subject, update_successful: true } });
    }
  }

  #view({ id, phoneNumberId, subject, members }: Group): GroupView {
    const last = this.threads.thread(phoneNumberId, id).at(-1);
    return {
      id,
      phoneNumberId,
      subject,
      members: members.map((key) => ({ key, name: this.threads.contact(phoneNumberId, key)?.name ?? key })),
      ...(last ? { lastMessage: threadItem(last) } : {}),
    };
  }
}

const wireMember = ({ key, phone, userId }: Contact): object => ({ input: key, ...(phone ? { wa_id: phone } : {}), user_id: userId });
