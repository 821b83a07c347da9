import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { api } from './api';
import { Bubble, isOwn } from './bubble';
import { withChanges } from './changes';
import { Composer } from './composer';
import { Avatar, BackIcon, ChatIcon, ChevronIcon, MoreIcon, WarningIcon } from './icons';
import type { Choice } from './message-actions';
import { Popover } from './popover';
import type { BusinessNumber, Clock, Contact, Group, Item } from './types';
import { useThread } from './use-thread';
import { showDay, showPhone, showTime } from './words';

const FALLBACK_SUGGESTIONS = ['Hello!', 'What are your opening hours?', 'Can I talk to a person?'];

interface ChatProps {
  number: BusinessNumber;
  contact: Contact;
  /** The group that is open, in place of the chat with the business alone. */
  group?: Group;
  clock: Clock;
  autoFocus: boolean;
  menu?: ReactNode;
  onBack(): void;
  onContact(contact: Contact): void;
}

/** One customer's thread with one business, or a group of the business that the customer is in. */
export function Chat({ number, contact, group, clock, autoFocus, menu, onBack, onContact }: ChatProps): ReactNode {
  const thread = useThread(number, contact, group);
  const [replyTo, setReplyTo] = useState<Item>();
  const business = number.verifiedName;
  const self = group && contact.key;
  const title = group?.subject ?? business;
  const nameOf = (item: Item) => (isOwn(item, self) ? 'You' : (item.direction === 'inbound' && item.sender?.name) || business);

  const { shown, reactions, own, byWamid } = useMemo(() => arrange(thread.items, self), [thread.items, self]);
  const now = Date.now() + clock.offsetMs;

  const { write } = thread;
  const choose = useCallback(
    (item: Item, choice: Choice) => {
      const content = choice.type === 'button' ? choice.body : { type: choice.type, [choice.type]: choice.body };
      write(choice.type, choice.body, { text: choice.title, content, contextWamid: item.wamid });
    },
    [write],
  );
  const react = useCallback(
    (item: Item, emoji: string) =>
      write('reaction', { wamid: item.wamid, emoji }, { text: emoji, content: { message_id: item.wamid, emoji } }),
    [write],
  );
  const edit = useCallback(
    ({ wamid }: Item, words: string) => write('edit', { wamid, text: words }, { text: words, content: { original_message_id: wamid } }),
    [write],
  );
  const remove = useCallback(({ wamid }: Item) => write('revoke', { wamid }, { content: { original_message_id: wamid } }), [write]);
  const text = (words: string) => {
    write('text', words, { text: words, content: { body: words }, contextWamid: replyTo?.wamid });
    setReplyTo(undefined);
  };

  return (
    <div className="chat">
      <header className="phone-header">
        <button type="button" className="icon-button" aria-label="Back to the customers" onClick={onBack}>
          <BackIcon />
        </button>
        <Avatar name={title} color={group ? undefined : number.profile?.color} />
        <div className="header-text">
          <h2>{title}</h2>
          <p aria-live="polite">
            {thread.typing ? (
              <span className="typing-word">typing…</span>
            ) : group ? (
              [business, ...group.members.map(({ name }) => name)].join(', ')
            ) : (
              (number.profile?.about ?? number.displayPhoneNumber)
            )}
          </p>
        </div>
        <Popover label="About this chat" icon={<MoreIcon />} panelClassName="about-panel">
          {(close) => (
            <About
              number={number}
              contact={contact}
              clock={clock}
              lastInbound={lastInbound(thread.items)}
              onContact={onContact}
              menu={menu && <div onClick={close}>{menu}</div>}
            />
          )}
        </Popover>
      </header>
      <p className="writing-as">
        <Avatar name={contact.name} size={20} />
        Writing as <strong>{contact.name}</strong>
      </p>

      <Scroller dependency={`${thread.items.length} ${thread.drafts.length} ${thread.typing} ${thread.state}`}>
        {thread.state === 'loading' && <Skeleton />}
        {thread.state === 'failed' && (
          <div className="notice" role="alert">
            <WarningIcon />
            <p>{thread.problem}</p>
            <button type="button" className="button" onClick={thread.reload}>
              Try again
            </button>
          </div>
        )}
        {thread.state === 'ready' && shown.length === 0 && thread.drafts.length === 0 && (
          <Empty number={number} group={group} onPick={text} />
        )}
        <div role="log" aria-live="polite" aria-label={group ? `Messages in ${title}` : `Messages between ${contact.name} and ${business}`}>
          <ol className="messages">
            {shown.map((item, index) => {
              const before = shown[index - 1];
              const newDay = !before || showDay(before.at, now) !== showDay(item.at, now);
              const quoted = item.contextWamid ? byWamid.get(item.contextWamid) : undefined;
              return [
                newDay && (
                  <li key={`day-${item.wamid}`} className="day">
                    <span>{showDay(item.at, now)}</span>
                  </li>
                ),
                <Bubble
                  key={item.wamid}
                  item={item}
                  first={newDay || before?.direction !== item.direction || before.sender?.key !== item.sender?.key}
                  self={self}
                  quoted={quoted}
                  quotedName={quoted && nameOf(quoted)}
                  reactions={reactions.get(item.wamid) ?? NONE}
                  ownReaction={own.get(item.wamid)}
                  business={business}
                  onChoose={choose}
                  onReply={setReplyTo}
                  onReact={react}
                  onEdit={edit}
                  onDelete={remove}
                />,
              ];
            })}
            {thread.drafts
              .filter(({ item }) => !['reaction', 'edit', 'revoke'].includes(item.type))
              .map((draft) => (
                <li key={draft.id} className="draft">
                  <ul className="messages">
                    <Bubble
                      item={draft.problem ? { ...draft.item, status: 'unsent' } : draft.item}
                      first
                      self={self}
                      reactions={NONE}
                      business={business}
                      onChoose={choose}
                      onReply={setReplyTo}
                      onReact={react}
                      onEdit={edit}
                      onDelete={remove}
                    />
                  </ul>
                  {draft.problem && (
                    <p className="trouble bad" role="alert">
                      <WarningIcon />
                      <span>Not sent. {draft.problem}</span>
                      <button type="button" className="link-button" onClick={() => thread.retry(draft)}>
                        Try again
                      </button>
                      <button type="button" className="link-button" onClick={() => thread.discard(draft)}>
                        Discard
                      </button>
                    </p>
                  )}
                </li>
              ))}
          </ol>
        </div>
        {thread.typing && (
          <div className="row theirs first" aria-hidden="true">
            <div className="bubble typing-bubble">
              <span />
              <span />
              <span />
            </div>
          </div>
        )}
      </Scroller>

      <Composer
        key={contact.key}
        business={title}
        autoFocus={autoFocus}
        replyTo={replyTo}
        replyName={replyTo && nameOf(replyTo)}
        onCancelReply={() => setReplyTo(undefined)}
        onText={text}
        onFile={(file, caption) => {
          thread.writeFile(file, caption, replyTo?.wamid);
          setReplyTo(undefined);
        }}
        onSend={(type, body, content) => write(type, body, content)}
      />
    </div>
  );
}

const NONE: string[] = [];
const OWN = 'own';

interface Arranged {
  shown: Item[];
  reactions: Map<string, string[]>;
  /** The customer's own, by the message that it is on. */
  own: Map<string, string>;
  byWamid: Map<string, Item>;
}

/** Reactions go onto the message they are for; the newest of each side counts, an empty one takes it back. */
function arrange(items: Item[], self?: string): Arranged {
  const bySide = new Map<string, Map<string, string>>();
  for (const item of items) {
    if (item.type !== 'reaction') continue;
    const target = item.content.message_id as string;
    bySide.set(
      target,
      (bySide.get(target) ?? new Map<string, string>()).set(
        isOwn(item, self) ? OWN : (item.sender?.key ?? item.direction),
        item.text ?? '',
      ),
    );
  }
  const reactions = new Map([...bySide].map(([wamid, sides]) => [wamid, [...sides.values()].filter((emoji) => emoji !== '')]));
  const own = new Map([...bySide].map(([wamid, sides]) => [wamid, sides.get(OWN) ?? '']));
  const shown = withChanges(items);
  return {
    shown: shown.filter(({ type }) => type !== 'reaction'),
    reactions,
    own,
    byWamid: new Map(shown.map((item) => [item.wamid, item])),
  };
}

function lastInbound(items: Item[]): Item | undefined {
  return items.findLast(({ direction }) => direction === 'inbound');
}

function Scroller({ dependency, children }: { dependency: string; children: ReactNode }): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [away, setAway] = useState(false);
  const toEnd = () => box.current?.scrollTo({ top: box.current.scrollHeight });
  useLayoutEffect(() => {
    if (atEnd.current) toEnd();
  }, [dependency]);
  useEffect(() => {
    // Pictures grow after they are shown, and the box shrinks when a keyboard opens.
    const observer = new ResizeObserver(() => atEnd.current && toEnd());
    if (box.current) observer.observe(box.current);
    const list = box.current?.querySelector('.messages');
    if (list) observer.observe(list);
    return () => observer.disconnect();
  }, []);
  return (
    <div className="scroll-frame">
      <div
        className="scroller"
        ref={box}
        tabIndex={-1}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          atEnd.current = scrollHeight - scrollTop - clientHeight < 60;
          setAway(!atEnd.current);
        }}
      >
        {children}
      </div>
      {away && (
        <button type="button" className="to-end" aria-label="To the newest message" onClick={toEnd}>
          <ChevronIcon />
        </button>
      )}
    </div>
  );
}

function Empty({ number, group, onPick }: { number: BusinessNumber; group?: Group; onPick(text: string): void }): ReactNode {
  const [suggestions, setSuggestions] = useState<string[]>([]);
  useEffect(() => {
    let current = true;
    api.suggestions(number.phoneNumberId).then(
      (items) => current && setSuggestions(items.length ? items : FALLBACK_SUGGESTIONS),
      () => current && setSuggestions(FALLBACK_SUGGESTIONS),
    );
    return () => {
      current = false;
    };
  }, [number.phoneNumberId]);
  return (
    <div className="empty">
      <span className="empty-mark">
        <ChatIcon />
      </span>
      <h3>Write as a customer</h3>
      <p>{group ? 'Everybody in the group sees it.' : 'Try one of these questions, or type your own.'}</p>
      <div className="chips">
        {suggestions.map((suggestion) => (
          <button key={suggestion} type="button" className="chip" dir="auto" onClick={() => onPick(suggestion)}>
            {suggestion}
          </button>
        ))}
      </div>
    </div>
  );
}

function Skeleton(): ReactNode {
  return (
    <div className="skeleton" role="status" aria-label="Loading the messages">
      <span className="left" />
      <span className="right" />
      <span className="left wide" />
      <span className="right" />
    </div>
  );
}

function About(props: {
  number: BusinessNumber;
  contact: Contact;
  clock: Clock;
  lastInbound?: Item;
  onContact(contact: Contact): void;
  menu?: ReactNode;
}): ReactNode {
  const { number, contact } = props;
  const now = Date.now() + props.clock.offsetMs;
  const expiry = props.lastInbound ? Date.parse(props.lastInbound.at) + 86_400_000 : undefined;
  return (
    <>
      <dl>
        <dt>Business</dt>
        <dd>{number.displayPhoneNumber}</dd>
        <dt>Customer</dt>
        <dd>{contact.phone ? showPhone(contact.phone) : (contact.username ?? 'no phone shown')}</dd>
        <dt>User id</dt>
        <dd className="break">{contact.userId}</dd>
        <dt>24-hour window</dt>
        <dd>
          {expiry === undefined
            ? 'not open yet'
            : expiry > now
              ? `open until ${showDay(new Date(expiry).toISOString(), now).replace(/^To\w+$/, (word) => word.toLowerCase())} ${showTime(new Date(expiry).toISOString())}`
              : 'closed'}
        </dd>
      </dl>
      <label className="switch">
        <input
          type="checkbox"
          role="switch"
          checked={contact.autoRead}
          onChange={(event) =>
            void api
              .saveContact({ phoneNumberId: number.phoneNumberId, contact: contact.key, autoRead: event.target.checked })
              .then(props.onContact)
          }
        />
        Reads everything at once, even while this phone is closed
      </label>
      {props.menu}
    </>
  );
}
