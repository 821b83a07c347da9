import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { api, Refusal } from './api';
import { Chat } from './chat';
import { ClockChip } from './clock-chip';
import { Controls } from './controls';
import { useFeed, useWatch } from './feed';
import { CloseIcon, PhoneIcon, PlusIcon, SlidersIcon, WarningIcon } from './icons';
import { GroupChat } from './groups';
import { BusinessPicker, ContactPicker } from './pickers';
import { ThemeButton } from './theme';
import type { BusinessNumber, Clock, Contact } from './types';

const MAX_PHONES = 3;
const STORED = 'phones';

/** What a phone shows: nothing chosen yet, a business, or a thread. */
interface PhoneState {
  id: number;
  number?: string;
  contact?: string;
  /** The group that is open, with the contact as the one who writes. */
  group?: string;
}

let lastId = 0;

/** The page: up to three phones beside each other, one on a small screen. `?number=&contact=` opens a thread, with `&group=` one of a group. */
export function App(): ReactNode {
  const [numbers, setNumbers] = useState<BusinessNumber[]>();
  const [problem, setProblem] = useState<string>();
  const [clock, setClock] = useState<Clock>({ now: new Date().toISOString(), offsetMs: 0 });
  const [phones, setPhones] = useState<PhoneState[]>(initialPhones);
  const [controls, setControls] = useState(false);
  useWatch('-');

  const load = useCallback(() => {
    Promise.all([api.numbers().then(setNumbers), api.clock().then(setClock)]).then(
      () => setProblem(undefined),
      (error: Refusal) => setProblem(error.message),
    );
  }, []);
  useEffect(load, [load]);
  useFeed((event) => {
    if (event.name === 'numbers' || event.name === 'reconnected') load();
    if (event.name === 'clock' || event.name === 'reset') setClock(event.data as Clock);
  });
  useEffect(() => remember(phones), [phones]);
  // Time passes on the screen, too: days and windows end.
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = window.setInterval(() => tick((count) => count + 1), 30_000);
    return () => window.clearInterval(timer);
  }, []);

  const change = (id: number, state: Omit<PhoneState, 'id'>) =>
    setPhones((before) => before.map((phone) => (phone.id === id ? { id, ...state } : phone)));
  const tools = (
    <>
      <button
        type="button"
        className="icon-button"
        aria-label="Time and trouble"
        title="Time and trouble"
        aria-expanded={controls}
        onClick={() => setControls(!controls)}
      >
        <SlidersIcon />
      </button>
      <ThemeButton />
    </>
  );
  return (
    <div className={`app ${controls ? 'with-controls' : ''}`}>
      <header className="top">
        <h1>
          <PhoneIcon />
          Phone
        </h1>
        <p className="top-hint">Play the customer. Nothing here reaches a real phone.</p>
        <ClockChip clock={clock} />
        {phones.length < MAX_PHONES && (
          <button
            type="button"
            className="button quiet add-phone"
            onClick={() => setPhones([...phones, { id: (lastId += 1), number: phones.at(-1)?.number }])}
          >
            <PlusIcon />
            Add phone
          </button>
        )}
        {tools}
      </header>
      <main className={`phones count-${phones.length}`}>
        {/* A small screen has no header; the page still has a name. */}
        <h1 className="small-only unseen">Phone</h1>
        {phones.map((phone, index) => (
          <section key={phone.id} className="phone" aria-label={`Phone ${index + 1}`}>
            {phones.length > 1 && (
              <button
                type="button"
                className="close-phone"
                aria-label={`Close phone ${index + 1}`}
                title="Close this phone"
                onClick={() => setPhones(phones.filter(({ id }) => id !== phone.id))}
              >
                <CloseIcon />
              </button>
            )}
            <div className="screen">
              {!numbers && !problem && (
                <div className="list-skeleton" role="status" aria-label="Loading">
                  <span />
                  <span />
                  <span />
                </div>
              )}
              {!numbers && problem && (
                <div className="notice" role="alert">
                  <WarningIcon />
                  <p>{problem}</p>
                  <button type="button" className="button" onClick={load}>
                    Try again
                  </button>
                </div>
              )}
              {numbers && (
                <PhoneScreen
                  phone={phone}
                  numbers={numbers}
                  others={phones.filter(({ id }) => id !== phone.id)}
                  clock={clock}
                  autoFocus={index === 0 && window.matchMedia('(min-width: 800px)').matches}
                  menu={<div className="small-only">{tools}</div>}
                  onChange={(state) => change(phone.id, state)}
                />
              )}
            </div>
          </section>
        ))}
        {phones.length < MAX_PHONES && (
          <button
            type="button"
            className="phone ghost"
            onClick={() => setPhones([...phones, { id: (lastId += 1), number: phones.at(-1)?.number }])}
          >
            <span className="ghost-inside">
              <PlusIcon />
              Add phone<small>Another customer, side by side</small>
            </span>
          </button>
        )}
      </main>
      {controls && <Controls clock={clock} onClose={() => setControls(false)} />}
    </div>
  );
}

function PhoneScreen(props: {
  phone: PhoneState;
  others: PhoneState[];
  numbers: BusinessNumber[];
  clock: Clock;
  autoFocus: boolean;
  menu: ReactNode;
  onChange(state: Omit<PhoneState, 'id'>): void;
}): ReactNode {
  const { phone, numbers, onChange } = props;
  const number = numbers.find(({ phoneNumberId }) => phoneNumberId === phone.number);
  const [contact, setContact] = useState<Contact>();
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    setMissing(false);
    if (!number || !phone.contact || contact?.key === phone.contact) return;
    // From a link or an earlier visit: somebody who is not there yet is added.
    api.saveContact({ phoneNumberId: number.phoneNumberId, contact: phone.contact }).then(setContact, () => setMissing(true));
  }, [number, phone.contact, contact?.key]);

  if (!number)
    return <BusinessPicker numbers={numbers} menu={props.menu} onPick={({ phoneNumberId }) => onChange({ number: phoneNumberId })} />;
  if (!phone.contact || missing) {
    const taken = props.others.filter((other) => other.number === phone.number && !other.group).flatMap((other) => other.contact ?? []);
    return (
      <ContactPicker
        key={number.phoneNumberId}
        number={number}
        taken={taken}
        menu={props.menu}
        onBack={() => onChange({})}
        onPick={(picked, group) => {
          setContact(picked);
          onChange({ number: number.phoneNumberId, contact: picked.key, group });
        }}
      />
    );
  }
  if (contact?.key !== phone.contact)
    return (
      <div className="list-skeleton" role="status" aria-label="Loading">
        <span />
        <span />
        <span />
      </div>
    );
  const onBack = () => onChange({ number: number.phoneNumberId });
  if (phone.group)
    return (
      <GroupChat
        key={`${number.phoneNumberId} ${phone.group} ${contact.key}`}
        number={number}
        groupId={phone.group}
        contact={contact}
        clock={props.clock}
        autoFocus={props.autoFocus}
        menu={props.menu}
        onBack={onBack}
        onContact={setContact}
      />
    );
  return (
    <Chat
      key={`${number.phoneNumberId} ${contact.key}`}
      number={number}
      contact={contact}
      clock={props.clock}
      autoFocus={props.autoFocus}
      menu={props.menu}
      onBack={onBack}
      onContact={setContact}
    />
  );
}

/** A link wins over what was open last. */
function initialPhones(): PhoneState[] {
  const asked = new URLSearchParams(window.location.search);
  const number = asked.get('number') ?? undefined;
  const group = asked.get('group') ?? undefined;
  const contact =
    asked
      .get('contact')
      ?.trim()
      .replace(/^\+|[\s()-]/g, '') || undefined;
  if (number) return [{ id: (lastId += 1), number, contact, group }];
  try {
    const stored = JSON.parse(window.sessionStorage.getItem(STORED) ?? '[]') as PhoneState[];
    if (Array.isArray(stored) && stored.length) return stored.slice(0, MAX_PHONES).map((phone) => ({ ...phone, id: (lastId += 1) }));
  } catch {
    // A browser that keeps nothing still has a phone.
  }
  return [{ id: (lastId += 1) }];
}

/** The address names the first phone's thread, so that it can be passed on. */
function remember(phones: PhoneState[]): void {
  const first = phones[0];
  const query = new URLSearchParams({
    ...(first?.number ? { number: first.number } : {}),
    ...(first?.contact ? { contact: first.contact } : {}),
    ...(first?.group ? { group: first.group } : {}),
  }).toString();
  window.history.replaceState(null, '', query && phones.length === 1 ? `?${query}` : window.location.pathname);
  try {
    window.sessionStorage.setItem(STORED, JSON.stringify(phones));
  } catch {
    // See initialPhones.
  }
}
