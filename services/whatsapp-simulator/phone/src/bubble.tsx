import { memo, useState, type ReactNode } from 'react';
import { EditForm } from './edit-form';
import { ChevronIcon, DeleteIcon, EditIcon, ReplyIcon, Ticks, WarningIcon } from './icons';
import { MessageActions, type Choice } from './message-actions';
import { MessageContent } from './message-content';
import { Popover } from './popover';
import type { Item } from './types';
import { preview, showTime, timeOf } from './words';

const EMOJIS = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

/** @param self whose phone it is, in a group */
export const isOwn = (item: Item, self?: string): boolean =>
  item.direction === 'inbound' && (self === undefined || item.sender?.key === self);

interface BubbleProps {
  item: Item;
  /** The first of a run by the same side gets the tail. */
  first: boolean;
  quoted?: Item;
  quotedName?: string;
  reactions: string[];
  /** The customer's own reaction to it; chosen again it is taken back. */
  ownReaction?: string;
  business: string;
  /** Whose phone it is, in a group: what others wrote stands at the left, under their names. */
  self?: string;
  onChoose(item: Item, choice: Choice): void;
  onReply(item: Item): void;
  onReact(item: Item, emoji: string): void;
  onEdit(item: Item, text: string): void;
  onDelete(item: Item): void;
}

/** One message. The customer's own stand at the right and carry ticks. */
export const Bubble = memo(function Bubble(props: BubbleProps): ReactNode {
  const { item, quoted } = props;
  const own = isOwn(item, props.self);
  const other = !own && item.direction === 'inbound' ? item.sender?.name : undefined;
  const [editing, setEditing] = useState(false);
  const picture = ['image', 'video', 'sticker'].includes(item.type);
  return (
    <li className={`row ${own ? 'own' : 'theirs'} ${props.first ? 'first' : ''} ${props.reactions.length ? 'reacted' : ''}`}>
      <article
        className={`bubble ${picture ? 'with-picture' : ''} type-${item.type}`}
        aria-label={`${own ? 'You' : (other ?? props.business)}, ${showTime(item.at)}`}
      >
        <div className="bubble-body">
          {props.self && !own && props.first && <span className="sender-name">{other ?? props.business}</span>}
          {quoted && (
            <div className="quoted">
              <span className="quoted-name">{props.quotedName}</span>
              <span className="quoted-text">{preview(quoted)}</span>
            </div>
          )}
          {editing ? (
            <EditForm
              text={item.text ?? ''}
              onCancel={() => setEditing(false)}
              onSave={(words) => {
                setEditing(false);
                props.onEdit(item, words);
              }}
            />
          ) : item.deleted ? (
            <p className="muted-text gone">{preview(item)}</p>
          ) : (
            <MessageContent item={item} />
          )}
          <span className="meta">
            <time dateTime={item.at}>{timeOf(item)}</time>
            {own && <Ticks status={item.status} />}
          </span>
        </div>
        <MessageActions item={item} onChoose={(choice) => props.onChoose(item, choice)} />
        {!item.wamid.startsWith('draft-') && !item.deleted && !editing && (
          <Popover
            label={own ? 'Reply, edit or delete' : 'Reply or react'}
            icon={<ChevronIcon />}
            className="bubble-menu"
            panelClassName="reactions-panel"
          >
            {(close) => (
              <>
                <button
                  type="button"
                  className="menu-item"
                  onClick={() => {
                    close();
                    props.onReply(item);
                  }}
                >
                  <ReplyIcon />
                  Reply
                </button>
                {own && item.text && (
                  <button
                    type="button"
                    className="menu-item"
                    onClick={() => {
                      close();
                      setEditing(true);
                    }}
                  >
                    <EditIcon />
                    Edit
                  </button>
                )}
                {own && (
                  <button
                    type="button"
                    className="menu-item"
                    onClick={() => {
                      close();
                      props.onDelete(item);
                    }}
                  >
                    <DeleteIcon />
                    Delete for everyone
                  </button>
                )}
                {!own && (
                  <div className="emoji-row">
                    {EMOJIS.map((emoji) => (
                      <button
                        key={emoji}
                        type="button"
                        className="emoji"
                        aria-label={props.ownReaction === emoji ? `Take back ${emoji}` : `React with ${emoji}`}
                        aria-pressed={props.ownReaction === emoji}
                        onClick={() => {
                          close();
                          props.onReact(item, props.ownReaction === emoji ? '' : emoji);
                        }}
                      >
                        {emoji}
                      </button>
                    ))}
                  </div>
                )}
              </>
            )}
          </Popover>
        )}
        {props.reactions.length > 0 && (
          <span className="reactions" aria-label={`Reactions: ${props.reactions.join(' ')}`}>
            {props.reactions.join('')}
          </span>
        )}
      </article>
      {item.status === 'retrying' && item.trouble && (
        <p className="trouble warn">
          <WarningIcon />
          <span>
            Not delivered, retrying: {item.trouble.reason}
            {item.trouble.attempts > 1 ? ` (${item.trouble.attempts} attempts)` : ''}
          </span>
        </p>
      )}
      {item.status === 'lost' && (
        <p className="trouble bad">
          <WarningIcon />
          <span>
            Not delivered. Given up after {item.trouble?.attempts ?? 0} attempts: {item.trouble?.reason}
          </span>
        </p>
      )}
      {item.status === 'failed' && (
        <p className="trouble bad">
          <WarningIcon />
          <span>
            Failed at WhatsApp: {item.error?.code} {item.error?.title}. A customer would not see it.
          </span>
        </p>
      )}
    </li>
  );
});
