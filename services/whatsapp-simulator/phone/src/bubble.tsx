import { memo, type ReactNode } from 'react';
import { ChevronIcon, ReplyIcon, Ticks, WarningIcon } from './icons';
import { MessageActions, type Choice } from './message-actions';
import { MessageContent } from './message-content';
import { Popover } from './popover';
import type { Item } from './types';
import { preview, showTime } from './words';

const EMOJIS = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

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
  onChoose(item: Item, choice: Choice): void;
  onReply(item: Item): void;
  onReact(item: Item, emoji: string): void;
}

/** One message. The customer's own stand at the right and carry ticks. */
export const Bubble = memo(function Bubble(props: BubbleProps): ReactNode {
  const { item, quoted } = props;
  const own = item.direction === 'inbound';
  const picture = ['image', 'video', 'sticker'].includes(item.type);
  return (
    <li className={`row ${own ? 'own' : 'theirs'} ${props.first ? 'first' : ''} ${props.reactions.length ? 'reacted' : ''}`}>
      <article
        className={`bubble ${picture ? 'with-picture' : ''} type-${item.type}`}
        aria-label={`${own ? 'You' : props.business}, ${showTime(item.at)}`}
      >
        <div className="bubble-body">
          {quoted && (
            <div className="quoted">
              <span className="quoted-name">{props.quotedName}</span>
              <span className="quoted-text">{preview(quoted)}</span>
            </div>
          )}
          <MessageContent item={item} />
          <span className="meta">
            <time dateTime={item.at}>{showTime(item.at)}</time>
            {own && <Ticks status={item.status} />}
          </span>
        </div>
        <MessageActions item={item} onChoose={(choice) => props.onChoose(item, choice)} />
        {!item.wamid.startsWith('draft-') && (
          <Popover label="Reply or react" icon={<ChevronIcon />} className="bubble-menu" panelClassName="reactions-panel">
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
