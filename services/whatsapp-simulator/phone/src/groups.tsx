import { useCallback, useEffect, useRef, useState, type ComponentProps, type FormEvent, type ReactNode } from 'react';
import { api, Refusal } from './api';
import { Chat } from './chat';
import { useFeed, useWatch } from './feed';
import { Avatar, PlusIcon, WarningIcon } from './icons';
import type { BusinessNumber, Contact, Group } from './types';
import { preview } from './words';

/** As in WhatsApp for businesses. */
const MOST_MEMBERS = 8;

function useGroups(phoneNumberId: string): { groups?: Group[]; problem?: string; load(): void } {
  const [groups, setGroups] = useState<Group[]>();
  const [problem, setProblem] = useState<string>();
  const load = useCallback(() => {
    api.groups(phoneNumberId).then(
      (items) => {
        setGroups(items);
        setProblem(undefined);
      },
      (error: Refusal) => setProblem(error.message),
    );
  }, [phoneNumberId]);
  useEffect(load, [load]);
  return { groups, problem, load };
}

/** The groups of a business; who writes in one is chosen from its members. */
export function Groups(props: { number: BusinessNumber; contacts: Contact[]; onPick(contact: Contact, groupId: string): void }): ReactNode {
  const { number, contacts } = props;
  const { groups, problem, load } = useGroups(number.phoneNumberId);
  const dialog = useRef<HTMLDialogElement>(null);
  const timer = useRef<number>(undefined);
  useFeed((event) => {
    if (event.name !== 'reconnected' && event.name !== 'reset' && event.phoneNumberId !== number.phoneNumberId) return;
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(load, 250);
  });
  return (
    <>
      <h3 className="list-heading">Groups</h3>
      {problem && (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      )}
      <ul className="list" aria-label="Groups">
        <li>
          <button type="button" className="list-row" onClick={() => dialog.current?.showModal()}>
            <span className="avatar add">
              <PlusIcon />
            </span>
            <span className="list-text">
              <span className="list-title">New group</span>
              <span className="list-line">The business and some of its customers</span>
            </span>
          </button>
        </li>
        {groups?.map((group) => (
          <li key={group.id} className="group-row">
            <span className="list-row">
              <Avatar name={group.subject} size={48} />
              <span className="list-text">
                <span className="list-title">{group.subject}</span>
                <span className="list-line">
                  <span className="clip">{group.lastMessage ? preview(group.lastMessage) : `${group.members.length} members`}</span>
                </span>
              </span>
            </span>
            <span className="chips members" role="group" aria-label={`Write in ${group.subject} as`}>
              <span className="list-line">Write as</span>
              {group.members.map(({ key, name }) => {
                const contact = contacts.find((one) => one.key === key);
                return (
                  contact && (
                    <button key={key} type="button" className="chip" onClick={() => props.onPick(contact, group.id)}>
                      {name}
                    </button>
                  )
                );
              })}
            </span>
          </li>
        ))}
      </ul>
      <NewGroup dialog={dialog} number={number} contacts={contacts} onMade={load} />
    </>
  );
}

function NewGroup(props: {
  dialog: React.RefObject<HTMLDialogElement | null>;
  number: BusinessNumber;
  contacts: Contact[];
  onMade(): void;
}): ReactNode {
  const { dialog, number, contacts } = props;
  const [subject, setSubject] = useState('');
  const [members, setMembers] = useState<string[]>([]);
  const [problem, setProblem] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (members.length === 0) return setProblem('Choose who is in it.');
    api.saveGroup({ phoneNumberId: number.phoneNumberId, subject: subject.trim(), members }).then(
      () => {
        dialog.current?.close();
        setSubject('');
        setMembers([]);
        props.onMade();
      },
      (error: Refusal) => setProblem(error.message),
    );
  };
  return (
    <dialog className="dialog" ref={dialog} aria-label="New group">
      <form className="dialog-inside" onSubmit={submit}>
        <h2>New group</h2>
        <label>
          Name
          <input
            value={subject}
            required
            pattern=".*\S.*"
            maxLength={128}
            autoComplete="off"
            placeholder="Trip to Cusco"
            onChange={(event) => setSubject(event.target.value)}
          />
        </label>
        <fieldset className="checks">
          <legend>Who is in it, at most {MOST_MEMBERS}</legend>
          {contacts.map((contact) => (
            <label key={contact.key}>
              <input
                type="checkbox"
                checked={members.includes(contact.key)}
                disabled={members.length >= MOST_MEMBERS && !members.includes(contact.key)}
                onChange={({ target }) => {
                  setProblem(undefined);
                  setMembers(target.checked ? [...members, contact.key] : members.filter((key) => key !== contact.key));
                }}
              />
              {contact.name}
            </label>
          ))}
        </fieldset>
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
            Make group
          </button>
        </div>
      </form>
    </dialog>
  );
}

/** A group on the phone of one of its members. */
export function GroupChat({ groupId, ...chat }: Omit<ComponentProps<typeof Chat>, 'group'> & { groupId: string }): ReactNode {
  const { phoneNumberId } = chat.number;
  const { groups, problem, load } = useGroups(phoneNumberId);
  useWatch(`${phoneNumberId}:${groupId}`);
  useFeed((event) => {
    if (event.name === 'reset' || (event.name === 'contact' && event.contact === groupId)) load();
  });
  const group = groups?.find(({ id }) => id === groupId);
  if (group) return <Chat {...chat} group={group} />;
  if (!groups && !problem)
    return (
      <div className="list-skeleton" role="status" aria-label="Loading">
        <span />
        <span />
        <span />
      </div>
    );
  return (
    <div className="notice" role="alert">
      <WarningIcon />
      <p>{problem ?? 'This group is gone.'}</p>
      <button type="button" className="button" onClick={chat.onBack}>
        Back
      </button>
    </div>
  );
}
