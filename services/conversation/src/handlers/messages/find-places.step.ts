import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { v7 } from 'uuid';
import type { SeenContact } from '../../domain/contacts/identity.js';
import {
  PlacesRepository,
  type ArrivedMessage,
  type Claims,
  type Found,
  type Place,
} from '../../persistence/messages/places.repository.js';
import { RefusedBefore } from '../consent/refused-before.step.js';
import { ReconcileContact } from '../contacts/reconcile-contact.step.js';

export type Placed<M> = M & { place: Place };

/** Claims the events of messages and finds, or makes, the conversations in which they belong: a part of the transaction that records them. */
@Injectable()
export class FindPlaces {
  constructor(
    private readonly places: PlacesRepository,
    private readonly reconcileContact: ReconcileContact,
    private readonly refusedBefore: RefusedBefore,
  ) {}

  /**
   * For a batch. Those whose effects are in the database already are left out.
   *
   * @param entangled are not to be recorded with the others
   * @returns what is claimed and has a place, and what has to come by itself, unclaimed; both in their order
   * @throws when others go on making and taking away what is looked for
   */
  async ofAll<M extends ArrivedMessage>(
    tx: Transaction,
    messages: readonly M[],
    entangled: ReadonlySet<M>,
  ): Promise<{ placed: Placed<M>[]; apart: M[] }> {
    const found = await this.#find(tx, messages, 'plain', entangled);
    const missing = messages.filter((message) => found.get(message)!.outcome === 'missing');
    if (missing.length > 0) {
      for (const [message, again] of await this.#find(tx, missing, 'none')) {
        if (again.outcome !== 'placed') throw new Error('another transaction is just changing the contact');
        found.set(message, again);
      }
    }
    const placed = messages.flatMap((message) => placedOf(message, found.get(message)!));
    await this.#remember(tx, placed);
    return {
      placed,
      apart: messages.filter((message) => found.get(message)!.outcome === 'apart'),
    };
  }

  /**
   * For one by itself, whose contact is made what it shows; unless it is not news: what WhatsApp repeats, or brings after something newer,
   * must not give a customer back an old name, or a number that has passed to somebody else.
   *
   * @returns undefined where its effects are in the database already
   */
  async ofOne<M extends ArrivedMessage>(tx: Transaction, message: M): Promise<Placed<M> | undefined> {
    let found = (await this.#find(tx, [message], 'all')).get(message)!;
    let asked: ArrivedMessage = message;
    if (found.outcome === 'apart') {
      const { isCopy, isLate } = await this.places.standingOf(tx, message);
      if (isCopy) return undefined;
      if (isLate) asked = { ...message, seen: whoAlone(message.seen) };
    }
    // Another transaction may have been faster: look once more, and if that does not help, settle the contact.
    for (const isSettled of [found.outcome === 'apart', true]) {
      if (found.outcome === 'placed' || found.outcome === 'known') break;
      if (isSettled) await this.reconcileContact.execute(tx, asked.seen, { newId: asked.newContactId });
      found = (await this.#find(tx, [asked], 'none')).get(asked)!;
    }
    if (found.outcome === 'apart' || found.outcome === 'missing') throw new Error('the contact was settled and yet has no conversation');
    const placed = placedOf(message, found);
    await this.#remember(tx, placed);
    return placed[0];
  }

  /** Who is in the book since just now may have refused promotions before they were erased. */
  async #remember(tx: Transaction, placed: readonly Placed<ArrivedMessage>[]): Promise<void> {
    const isNew = ({ place, newContactId }: Placed<ArrivedMessage>): boolean => place.contactId === newContactId;
    await this.refusedBefore.mark(
      tx,
      placed.filter(isNew).map(({ place, seen }) => ({ id: place.contactId, phone: seen.phone, userId: seen.userId })),
    );
  }

  async #find<M extends ArrivedMessage>(
    tx: Transaction,
    messages: readonly M[],
    claims: Claims,
    entangled: ReadonlySet<M> = new Set(),
  ): Promise<Map<M, Found>> {
    const found = await this.places.place(tx, messages, { claims, isEntangled: (message) => entangled.has(message), newId: () => v7() });
    return new Map(messages.map((message, position) => [message, found[position]!]));
  }
}

/** The user id names the person; the phone is theirs for a time. */
export const whoAlone = ({ userId, phone, isTyped }: SeenContact): SeenContact =>
  userId ? { userId } : phone ? { phone, ...(isTyped ? { isTyped } : {}) } : {};

const placedOf = <M>(message: M, found: Found): Placed<M>[] => (found.outcome === 'placed' ? [{ ...message, place: found.place }] : []);
