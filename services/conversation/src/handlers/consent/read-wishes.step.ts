import { Injectable } from '@nestjs/common';
import type { Owner } from '#contracts';
import type { Transaction } from '#database';
import {
  BY_BUTTON,
  BY_MESSAGE,
  CONFIRM_BUTTON,
  DECLINE_BUTTON,
  heed,
  STATES,
  STOP_BUTTON,
  type Heard,
  type HeededWish,
} from '../../domain/consent/consent.js';
import { isOneOf, type ConsentSettings } from '../../domain/consent/consent-settings.js';
import { readMarketingWish } from '../../domain/consent/marketing-wish.js';
import { normalizePhrase } from '../../domain/consent/normalize-phrase.js';
import { ConsentsRepository } from '../../persistence/consent/consents.repository.js';
import { InboxSettingsRepository } from '../../persistence/settings/inbox-settings.repository.js';
import { ConsentRules } from './consent-rules.state.js';

interface Readable {
  outletId: string;
  type: string;
  text?: string;
  /** The message as WhatsApp sent it (JSON). */
  content: string | null;
  isTurn: boolean;
  asksForReply: boolean;
  place: { conversationId: string; contactId: string; owner: Owner };
}

type Wished<E> = E & { wish?: HeededWish };

/** Finds the messages that say something about promotions and nothing else. They ask the bot nothing. */
@Injectable()
export class ReadWishes {
  constructor(
    private readonly consents: ConsentsRepository,
    private readonly settings: InboxSettingsRepository,
    private readonly rules: ConsentRules,
  ) {}

  async execute<E extends Readable>(tx: Transaction, placed: readonly E[], now: Date): Promise<Wished<E>[]> {
    const turns = placed.filter(({ isTurn }) => isTurn);
    if (turns.length === 0) return [...placed];
    const wanted = await this.rules.of(tx);
    const speaking = turns.filter((entry) => saidIn(entry, null, wanted));
    const waiting = await this.#waiting(tx, wanted, turns);
    if (speaking.length === 0 && waiting.size === 0) return [...placed];
    const [threads, rules] = await Promise.all([
      this.consents.ofThreads(
        tx,
        speaking.map(({ place }) => place),
      ),
      this.settings.rulesOf(tx, [...new Set(turns.map(({ outletId }) => outletId))]),
    ]);
    const before = new Map(threads.map((thread) => [thread.conversationId, thread]));
    // Each message counts for those behind it.
    const standing = new Map(threads.map(({ contactId, ...thread }) => [contactId, thread]));
    const languageOf = ({ outletId }: E, own: string | null | undefined): string | null => own ?? rules.get(outletId)?.language ?? null;
    return placed.map((entry) => {
      const { conversationId, contactId, owner } = entry.place;
      if (!speaking.includes(entry)) {
        const asked = entry.isTurn ? waiting.get(contactId) : undefined;
        if (!asked) return entry;
        waiting.delete(contactId);
        const language = languageOf(entry, asked.language) ?? 'en';
        return { ...entry, wish: { does: 'confirm', source: BY_MESSAGE, language, isAside: true } };
      }
      const { lastWasMarketing = false, language = null } = before.get(conversationId) ?? {};
      const { consent = 'unknown', pendingAt = null, askedAt = null } = standing.get(contactId) ?? {};
      // STOP is a word of every language: it is answered in the customer's, or else in the tenant's.
      const found = saidIn(entry, languageOf(entry, language), wanted)!;
      const present = { consent, pendingAt, askedAt, lastWasMarketing, owner, doubleOptIn: wanted.doubleOptIn };
      const wish = heed(found.said, found.source, present, now);
      if (!wish) return entry;
      const at = now.toISOString();
      const after = standing.get(contactId);
      if (after && wish.does === 'confirm') Object.assign(after, { pendingAt: at, askedAt: at });
      if (after && (wish.does === 'deny' || wish.does === 'grant')) {
        Object.assign(after, { consent: STATES[wish.does], pendingAt: null, askedAt: null });
      }
      waiting.delete(contactId);
      return { ...entry, wish, asksForReply: false };
    });
  }

  /** Whose opt-in came from elsewhere, and who writes now, so that they can be asked to confirm it. */
  async #waiting(
    tx: Transaction,
    { doubleOptIn }: ConsentSettings,
    turns: readonly Readable[],
  ): Promise<Map<string, { language: string | null }>> {
    if (!doubleOptIn) return new Map();
    const rows = await this.consents.unasked(tx, [...new Set(turns.map(({ place }) => place.contactId))]);
    return new Map(rows.map(({ contactId, language }) => [contactId, { language }]));
  }
}

/** A button is known by what was sent with it: what it shows is in the language of its template. */
function saidIn(
  { type, text, content }: Pick<Readable, 'type' | 'text' | 'content'>,
  likely: string | null,
  own: ConsentSettings,
): { said: Heard; source: HeededWish['source'] } | undefined {
  if (type === 'text') {
    const said = text ? (ownWish(text, likely, own) ?? readMarketingWish(text, likely)) : undefined;
    return said ? { said, source: BY_MESSAGE } : undefined;
  }
  if (type !== 'button' && type !== 'interactive') return undefined;
  const raw = JSON.parse(content ?? '{}') as {
    button?: { payload?: string; text?: string };
    interactive?: { button_reply?: { id?: string; title?: string } };
  };
  const { id = '', title = '' } = raw.interactive?.button_reply ?? {};
  const ofButton = BUTTONS[id];
  if (ofButton) {
    return { said: { wish: ofButton, language: readMarketingWish(title, likely)?.language ?? likely ?? 'en' }, source: BY_BUTTON };
  }
  const { payload, text: label } = raw.button ?? {};
  const said = [payload, label]
    .flatMap((words) => (words ? (ownWish(words, likely, own) ?? readMarketingWish(words, likely) ?? []) : []))
    .find(({ wish }) => wish !== 'unclear');
  return said && { said, source: BY_BUTTON };
}

const BUTTONS: Readonly<Record<string, Heard['wish']>> = {
  [STOP_BUTTON]: 'stop',
  [CONFIRM_BUTTON]: 'confirm',
  [DECLINE_BUTTON]: 'decline',
};

/** A word of the tenant's own is of no language. */
function ownWish(text: string, likely: string | null, { optOutWords, optInWords }: ConsentSettings): Heard | undefined {
  if (optOutWords.length + optInWords.length === 0) return undefined;
  const phrase = normalizePhrase(text);
  const language = likely ?? 'en';
  if (isOneOf(phrase, optOutWords)) return { wish: 'stop', language, isOwn: true };
  return isOneOf(phrase, optInWords) ? { wish: 'start', language, isOwn: true } : undefined;
}
