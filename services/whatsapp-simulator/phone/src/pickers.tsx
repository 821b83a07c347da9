import { useCallback, useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { api, Refusal } from './api';
import { useFeed, useWatch } from './feed';
import { Groups } from './groups';
import { Avatar, BackIcon, PlusIcon, Ticks, WarningIcon } from './icons';
import type { BusinessNumber, Contact } from './types';
import { preview, showPhone, showTime } from './words';

/** People to write as, with phones that belong to nobody. */
const PEOPLE = [
  { name: 'Ana Torres', phone: '+51 900 000 101' },
  { name: 'Jonas Weber', phone: '+49 1511 0000102' },
  { name: 'Amina Diallo', phone: '+221 70 000 0103' },
  { name: 'Priya Nair', phone: '+91 90000 00104' },
  { name: 'Lucas Martin', phone: '+33 6 00 00 01 05' },
];

export function BusinessPicker(props: { numbers: BusinessNumber[]; menu?: ReactNode; onPick(number: BusinessNumber): void }): ReactNode {
  return (
    <div className="picker">
      <header className="phone-header plain">
        <div className="header-text">
          <h2>Chats</h2>
          <p>Which business do you write to?</p>
        </div>
        {props.menu}
      </header>
      {props.numbers.length === 0 ? (
        <div className="empty">
          <h3>No business yet</h3>
          <p>
            No number is configured. They come from the demo data, from <code>SIMULATOR_NUMBERS</code>, or from{' '}
            <code>PUT /simulator/numbers</code>.
          </p>
        </div>
      ) : (
        <ul className="list" aria-label="Businesses">
          {props.numbers.map((number) => (
            <li key={number.phoneNumberId}>
              <button type="button" className="list-row" onClick={() => props.onPick(number)}>
                <Avatar name={number.verifiedName} color={number.profile?.color} size={48} />
                <span className="list-text">
                  <span className="list-title">{number.verifiedName}</span>
                  <span className="list-line">
                    <span className="clip">{number.profile?.about ?? number.displayPhoneNumber}</span>
                  </span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

export function ContactPicker(props: {
  number: BusinessNumber;
  taken: string[];
  menu?: ReactNode;
  onBack(): void;
  onPick(contact: Contact, groupId?: string): void;
}): ReactNode {
  const { number } = props;
  const [contacts, setContacts] = useState<Contact[]>();
  const [problem, setProblem] = useState<string>();
  const dialog = useRef<HTMLDialogElement>(null);
  useWatch(number.phoneNumberId);
  const load = useCallback(() => {
    api.contacts(number.phoneNumberId).then(
      (items) => {
        setContacts(items);
        setProblem(undefined);
      },
      (error: Refusal) => setProblem(error.message),
    );
  }, [number.phoneNumberId]);
  useEffect(load, [load]);
  const timer = useRef<number>(undefined);
  useFeed((event) => {
    if (event.name !== 'reconnected' && event.name !== 'reset' && event.phoneNumberId !== number.phoneNumberId) return;
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(load, 250);
  });

  const add = async (contact: string, name?: string) => {
    props.onPick(await api.saveContact({ phoneNumberId: number.phoneNumberId, contact, name }));
  };
  const unused = PEOPLE.filter(({ phone }) => !contacts?.some((contact) => contact.phone === phone.replace(/\D/g, '')));
  return (
    <div className="picker">
      <header className="phone-header">
        <button type="button" className="icon-button" aria-label="Back to the businesses" onClick={props.onBack}>
          <BackIcon />
        </button>
        <Avatar name={number.verifiedName} color={number.profile?.color} />
        <div className="header-text">
          <h2>{number.verifiedName}</h2>
          <p>Who is writing?</p>
        </div>
        {props.menu}
      </header>
      <div className="list-scroll">
        {problem && (
          <div className="notice" role="alert">
            <WarningIcon />
            <p>{problem}</p>
            <button type="button" className="button" onClick={load}>
              Try again
            </button>
          </div>
        )}
        {!contacts && !problem && (
          <div className="list-skeleton" role="status" aria-label="Loading the customers">
            <span />
            <span />
            <span />
          </div>
        )}
        {contacts && (
          <>
            <ul className="list" aria-label="Customers">
              <li>
                <button type="button" className="list-row" onClick={() => dialog.current?.showModal()}>
                  <span className="avatar add">
                    <PlusIcon />
                  </span>
                  <span className="list-text">
                    <span className="list-title">New customer</span>
                    <span className="list-line">Any name and number</span>
                  </span>
                </button>
              </li>
              {contacts.map((contact) => (
                <ContactRow
                  key={contact.key}
                  contact={contact}
                  inUse={props.taken.includes(contact.key)}
                  onPick={() => props.onPick(contact)}
                />
              ))}
            </ul>
            {contacts.length > 0 && <Groups number={number} contacts={contacts} onPick={props.onPick} />}
            {unused.length > 0 && (
              <>
                <h3 className="list-heading">Made-up people</h3>
                <ul className="list" aria-label="Made-up people">
                  {unused.map((person) => (
                    <li key={person.phone}>
                      <button
                        type="button"
                        className="list-row"
                        onClick={() => void add(person.phone, person.name).catch((error: Refusal) => setProblem(error.message))}
                      >
                        <Avatar name={person.name} size={48} />
                        <span className="list-text">
                          <span className="list-title">{person.name}</span>
                          <span className="list-line">{person.phone}</span>
                        </span>
                      </button>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </>
        )}
      </div>
      <NewContact dialog={dialog} onAdd={add} />
    </div>
  );
}

function ContactRow({ contact, inUse, onPick }: { contact: Contact; inUse: boolean; onPick(): void }): ReactNode {
  const last = contact.lastMessage;
  return (
    <li>
      <button type="button" className="list-row" onClick={onPick}>
        <Avatar name={contact.name} size={48} />
        <span className="list-text">
          <span className="list-top">
            <span className="list-title">{contact.name}</span>
            {last && <time dateTime={last.at}>{showTime(last.at)}</time>}
          </span>
          <span className="list-line">
            {last?.direction === 'inbound' && <Ticks status={last.status} />}
            <span className="clip">{last ? preview(last) : contact.phone ? showPhone(contact.phone) : contact.userId}</span>
            {inUse && <span className="tag">open beside</span>}
          </span>
        </span>
      </button>
    </li>
  );
}

function NewContact({
  dialog,
  onAdd,
}: {
  dialog: React.RefObject<HTMLDialogElement | null>;
  onAdd(contact: string, name?: string): Promise<void>;
}): ReactNode {
  const [name, setName] = useState('');
  const [contact, setContact] = useState('');
  const [problem, setProblem] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onAdd(contact.trim(), name.trim() || undefined).then(
      () => dialog.current?.close(),
      (error: Refusal) => setProblem(error.message.replace(/^contact: /, 'Needed: ')),
    );
  };
  return (
    <dialog className="dialog" ref={dialog} aria-label="New customer">
      <form className="dialog-inside" onSubmit={submit}>
        <h2>New customer</h2>
        <label>
          Name
          <input
            value={name}
            maxLength={128}
            autoComplete="off"
            placeholder="Rosa Quispe"
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <label>
          Phone number, or business-scoped user id
          <input
            value={contact}
            required
            autoComplete="off"
            placeholder="+51 987 654 321"
            aria-invalid={problem !== undefined}
            onChange={(event) => {
              setContact(event.target.value);
              setProblem(undefined);
            }}
          />
        </label>
        {problem && (
          <p className="field-problem" role="alert">
            {problem}
          </p>
        )}
        <div className="dialog-buttons">
          <button type="button" className="button quiet" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button type="submit" className="button">
            Start chat
          </button>
        </div>
      </form>
    </dialog>
  );
}
