import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import type { Transaction } from '#database';
import type { Actor } from '#service-kit';
import { changedFields, NO_FACTS, type Contact } from '../../domain/contacts/contact.js';
import { likelySpellings } from '../../domain/contacts/spelling.js';
import { withImported, type ImportDraft, type RefusedRow } from '../../domain/imports/import-row.js';
import { ContactsRepository } from '../../persistence/contacts/contacts.repository.js';
import type { ContactImport } from '../../domain/imports/contact-import.js';
import { ImportedContactsRepository, type BeforeImport } from '../../persistence/imports/imported-contacts.repository.js';
import { ConsentRules } from '../consent/consent-rules.state.js';
import { OptIn } from '../consent/opt-in.step.js';
import { RefusedBefore } from '../consent/refused-before.step.js';
import { TellContact } from '../consent/tell-contact.step.js';
import { ContactRoom } from '../contacts/contact-room.step.js';
import { SettleSpelling } from '../contacts/settle-spelling.step.js';

const BEYOND_PLAN = 'is a new contact, and the plan allows no more; remove contacts that are not needed, or take a larger plan';

/** Rows of a file become contacts: in a few statements, however many they are. */
@Injectable()
export class ImportBatch {
  constructor(
    private readonly contacts: ContactsRepository,
    private readonly imported: ImportedContactsRepository,
    private readonly settleSpelling: SettleSpelling,
    private readonly room: ContactRoom,
    private readonly refusedBefore: RefusedBefore,
    private readonly rules: ConsentRules,
    private readonly optIn: OptIn,
    private readonly tell: TellContact,
  ) {}

  /** @returns of the rows how many made a contact, how many met one, and which the plan has no room for: the last ones of the file */
  async execute(
    tx: Transaction,
    run: ContactImport,
    drafts: readonly ImportDraft[],
  ): Promise<{ created: number; updated: number; refused: RefusedRow[] }> {
    if (drafts.length === 0) return { created: 0, updated: 0, refused: [] };
    tx.alone();
    const settled = await this.#settle(tx, drafts);
    const known = new Map(
      (await this.imported.lockByPhones(tx, [...new Set(settled.map(({ phone }) => phone))])).map((one) => [one.phone!, one]),
    );
    const fresh = new Map<string, Contact>();
    const changed = new Map<string, Contact>();
    for (const { phone, facts } of settled) {
      const before = changed.get(phone) ?? known.get(phone) ?? fresh.get(phone);
      const after = { ...(before ?? { ...newContact(phone), ...NO_FACTS }), ...withImported(before ?? NO_FACTS, facts) };
      (known.has(phone) ? changed : fresh).set(phone, after);
    }
    const refused = await this.#refuse(tx, fresh, settled);
    const isOther = ({ phone }: Contact): boolean => changedFields(known.get(phone!)!, changed.get(phone!)!).length > 0;
    const toUpdate = [...known.values()].filter((contact) => changed.has(contact.phone!) && isOther(contact));
    const inserted = await this.imported.insert(
      tx,
      [...fresh.values()].map((one) => ({ ...one, phone: one.phone! })),
    );
    // Who refused and was erased is not to be imported as somebody who agrees.
    await this.refusedBefore.mark(tx, inserted);
    const updated = await this.imported.update(
      tx,
      toUpdate.map(({ phone }) => changed.get(phone!)!),
    );
    const met = [...inserted, ...[...known.values()].filter(({ phone }) => changed.has(phone!))];
    const consented = await this.#consent(tx, run, met);
    await this.imported.remember(tx, run.id, [
      ...inserted.map(({ id }) => ({ id, before: null })),
      ...[...known.values()]
        .filter((contact) => toUpdate.includes(contact) || consented.has(contact.id))
        .map((contact) => ({ id: contact.id, before: beforeOf(contact) })),
    ]);
    this.#tell(tx, { known, inserted, updated, consented });
    return { created: inserted.length, updated: drafts.length - inserted.length - refused.length, refused };
  }

  /** Takes those out of `fresh` that the plan has no room for. @returns their rows */
  async #refuse(tx: Transaction, fresh: Map<string, Contact>, settled: readonly ImportDraft[]): Promise<RefusedRow[]> {
    const room = await this.room.take(tx, fresh.size);
    const beyond = new Set([...fresh.keys()].slice(room));
    for (const phone of beyond) fresh.delete(phone);
    return settled.filter(({ phone }) => beyond.has(phone)).map(({ line }) => ({ line, field: 'row', message: BEYOND_PLAN }));
  }

  /** Under which number each customer stands in the book. Until the end of the transaction nobody else decides about any of them. */
  async #settle(tx: Transaction, drafts: readonly ImportDraft[]): Promise<ImportDraft[]> {
    const phones = [...new Set(drafts.map(({ phone }) => phone))];
    const accounts = await this.imported.accounts(tx, phones);
    await this.contacts.lockIdentity(tx, { phones: [...phones, ...accounts.values()] });
    const others = new Map(phones.filter((phone) => !accounts.has(phone)).map((phone) => [phone, likelySpellings(phone)]));
    const there = new Set((await this.contacts.findByPhones(tx, [...phones, ...[...others.values()].flat()])).map(({ phone }) => phone));
    const settled = new Map<string, string>();
    for (const phone of phones) {
      const isLikely = !accounts.has(phone) && !there.has(phone) && others.get(phone)!.some((other) => there.has(other));
      const account = isLikely ? (await this.settleSpelling.execute(tx, { phone, isTyped: true })).phone : accounts.get(phone);
      settled.set(phone, account ?? phone);
    }
    return drafts.map((draft) => ({ ...draft, phone: settled.get(draft.phone)! }));
  }

  /** @returns of whom the consent is news, as they are now */
  async #consent(tx: Transaction, run: ContactImport, met: readonly Contact[]): Promise<Map<string, Contact>> {
    if (run.consent === 'unknown') return new Map();
    const given = { source: run.consentSource, at: run.createdAt, byId: (run.by as Actor).id };
    const ids = met.map(({ id }) => id);
    if (run.consent === 'granted' && (await this.rules.of(tx)).doubleOptIn) {
      const asked = new Map<string, Contact>();
      for (const contact of met.filter(({ marketingConsent }) => marketingConsent === 'unknown')) {
        const pending = await this.optIn.begin(tx, { contactId: contact.id, ...given });
        if (pending) asked.set(contact.id, pending);
      }
      return asked;
    }
    const consented = await this.imported.consent(tx, ids, { ...given, state: run.consent });
    return new Map(consented.map((contact) => [contact.id, contact]));
  }

  #tell(
    tx: Transaction,
    {
      known,
      inserted,
      updated,
      consented,
    }: { known: ReadonlyMap<string, Contact>; inserted: Contact[]; updated: Contact[]; consented: ReadonlyMap<string, Contact> },
  ): void {
    const newest = new Map([...inserted, ...updated, ...consented.values()].map((contact) => [contact.id, contact]));
    const isNew = new Set(inserted.map(({ id }) => id));
    for (const contact of newest.values()) {
      const before = known.get(contact.phone ?? '');
      const fields = [...(isNew.has(contact.id) ? ['phone'] : []), ...changedFields(before ?? NO_FACTS, contact)];
      this.tell.append(tx, contact, { change: isNew.has(contact.id) ? 'created' : 'changed', fields }, before?.tags ?? []);
    }
  }
}

const beforeOf = ({ alias, email, language, attributes, tags, marketingConsent, consentSource, consentAt }: Contact): BeforeImport => ({
  alias,
  email,
  language,
  attributes,
  tags,
  marketingConsent,
  consentSource,
  consentAt,
});

/** Before it is stored: only its id, its number and its facts are. */
const newContact = (phone: string): Contact => ({
  ...NO_FACTS,
  id: v7(),
  phone,
  userId: null,
  parentUserId: null,
  name: null,
  username: null,
  consentAt: null,
  consentPendingAt: null,
  version: 0,
  createdAt: '',
  updatedAt: '',
});
