import { useRef, useState, type ReactNode } from 'react';
import {
  AudioIcon,
  ChevronIcon,
  CopyIcon,
  FileIcon,
  ImageIcon,
  LinkIcon,
  ListIcon,
  PinIcon,
  ReplyIcon,
  WarningIcon,
  Avatar,
} from './icons';
import { RichText } from './rich-text';
import type { Item } from './types';
import { preview, showTime } from './words';

/** What a tap on a button or a list row sends back. */
export interface Choice {
  type: 'button_reply' | 'list_reply' | 'button';
  body: object;
  title: string;
}

interface ContentProps {
  item: Item;
  onChoose(choice: Choice): void;
}

/** The inside of a bubble, for every type a business or a customer may send. */
export function MessageContent({ item }: { item: Item }): ReactNode {
  const { type, content } = item;
  switch (type) {
    case 'text':
      return <Words text={item.text ?? ''} at={item.at} />;
    case 'image':
    case 'sticker':
    case 'video':
    case 'audio':
    case 'document':
      return (
        <>
          <Media type={type} media={content} />
          {item.text && <Words text={item.text} at={item.at} />}
        </>
      );
    case 'location':
      return <Location location={content} />;
    case 'contacts':
      return <Contacts contacts={content} />;
    case 'interactive':
      return <Interactive item={item} />;
    case 'template':
      return <Template item={item} />;
    case 'button':
      return <Words text={item.text ?? ''} at={item.at} />;
    default:
      return <p className="muted-text">{preview(item)}</p>;
  }
}

/** `at` keeps room at the end of the last line for the time that stands in the bubble's corner. */
function Words({ text, at }: { text: string; at?: string }): ReactNode {
  return (
    <p className={at ? 'words timed' : 'words'} data-time={at && showTime(at)} dir="auto">
      <RichText text={text} />
    </p>
  );
}

function Media({ type, media }: { type: string; media: any }): ReactNode {
  const [broken, setBroken] = useState(false);
  const source: string | undefined = media?.id ? `simulator/media/${encodeURIComponent(media.id)}` : media?.link;
  const name: string = media?.filename ?? (source ? decodeURIComponent(source.split('/').at(-1)!.split('?')[0]!) : 'file');
  if (type === 'document' || !source) {
    const Icon = type === 'document' ? FileIcon : type === 'audio' ? AudioIcon : ImageIcon;
    const card = (
      <>
        <span className="file-badge">
          <Icon />
        </span>
        <span className="file-text">
          <span className="file-name">{type === 'document' || media?.filename ? name : type}</span>
          <span className="file-kind">{kindName(media?.mime_type, name)}</span>
        </span>
      </>
    );
    return source ? (
      <a className="file-card" href={source} target="_blank" rel="noreferrer noopener">
        {card}
      </a>
    ) : (
      <div className="file-card">{card}</div>
    );
  }
  if (broken) {
    return (
      <a className="file-card" href={source} target="_blank" rel="noreferrer noopener">
        <span className="file-badge">
          <ImageIcon />
        </span>
        <span className="file-text">
          <span className="file-name">{name}</span>
          <span className="file-kind">Cannot be shown here</span>
        </span>
      </a>
    );
  }
  if (type === 'audio')
    return <audio className="audio" controls preload="metadata" src={source} onError={() => setBroken(true)} aria-label="Voice message" />;
  if (type === 'video')
    return (
      <video
        className="picture"
        controls
        preload="metadata"
        src={source}
        onError={() => setBroken(true)}
        aria-label={media.caption ?? 'Video'}
      />
    );
  return (
    <a className={type === 'sticker' ? 'sticker' : 'picture-link'} href={source} target="_blank" rel="noreferrer noopener">
      <img
        className="picture"
        src={source}
        alt={media.caption || (type === 'sticker' ? 'Sticker' : 'Photo')}
        onError={() => setBroken(true)}
      />
    </a>
  );
}

function kindName(mimeType: string | undefined, name: string): string {
  const ending = /\.(\w{1,5})$/.exec(name)?.[1];
  return (ending ?? mimeType?.split('/').at(-1) ?? 'file').toUpperCase();
}

function Location({ location }: { location: any }): ReactNode {
  const href = `https://www.openstreetmap.org/?mlat=${location.latitude}&mlon=${location.longitude}#map=16/${location.latitude}/${location.longitude}`;
  return (
    <a className="location" href={href} target="_blank" rel="noreferrer noopener">
      <span className="location-map">
        <PinIcon className="location-pin" />
      </span>
      <span className="location-text">
        <strong>{location.name ?? 'Location'}</strong>
        <span>{location.address ?? `${Number(location.latitude).toFixed(4)}, ${Number(location.longitude).toFixed(4)}`}</span>
      </span>
    </a>
  );
}

function Contacts({ contacts }: { contacts: any[] }): ReactNode {
  return (
    <ul className="contact-cards">
      {contacts.map((contact, index) => {
        const name = contact.name?.formatted_name ?? 'Contact';
        return (
          <li key={index}>
            <Avatar name={name} size={36} />
            <span className="file-text">
              <span className="file-name">{name}</span>
              <span className="file-kind">{contact.phones?.[0]?.phone ?? contact.phones?.[0]?.wa_id ?? ''}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Header({ header }: { header: any }): ReactNode {
  if (!header) return null;
  return header.type === 'text' ? (
    <p className="message-header" dir="auto">
      {header.text}
    </p>
  ) : (
    <Media type={header.type} media={header[header.type] ?? header.media} />
  );
}

function Footer({ text }: { text?: string }): ReactNode {
  return text ? (
    <p className="message-footer" dir="auto">
      {text}
    </p>
  ) : null;
}

function Interactive({ item }: { item: Item }): ReactNode {
  const { content } = item;
  const reply = content.button_reply ?? content.list_reply;
  if (reply) {
    return (
      <>
        <Words text={reply.title} at={reply.description ? undefined : item.at} />
        {reply.description && <p className="message-footer">{reply.description}</p>}
      </>
    );
  }
  return (
    <>
      <Header header={content.header} />
      {content.body?.text && <Words text={content.body.text} at={content.footer?.text ? undefined : item.at} />}
      <Footer text={content.footer?.text} />
    </>
  );
}

function Template({ item }: { item: Item }): ReactNode {
  const template = item.content.rendered;
  return (
    <>
      <Header header={template.header} />
      <Words text={template.body} at={template.footer ? undefined : item.at} />
      <Footer text={template.footer} />
    </>
  );
}

/** What can be tapped below the words of a message; nothing for most types. */
export function MessageActions({ item, onChoose }: ContentProps): ReactNode {
  if (item.direction !== 'outbound') return null;
  if (item.type === 'template') return <TemplateActions buttons={item.content.rendered.buttons} onChoose={onChoose} />;
  return item.type === 'interactive' ? <InteractiveActions content={item.content} onChoose={onChoose} /> : null;
}

function InteractiveActions({ content, onChoose }: { content: any; onChoose(choice: Choice): void }): ReactNode {
  const action = content.action ?? {};
  switch (content.type) {
    case 'button':
      return (
        <Buttons>
          {action.buttons?.map(({ reply: button }: any) => (
            <TapButton
              key={button.id}
              icon={<ReplyIcon />}
              onTap={() => onChoose({ type: 'button_reply', body: { id: button.id, title: button.title }, title: button.title })}
            >
              {button.title}
            </TapButton>
          ))}
        </Buttons>
      );
    case 'list':
      return <ListSheet action={action} title={content.header?.text ?? action.button} onChoose={onChoose} />;
    case 'cta_url':
      return (
        <Buttons>
          <LinkButton href={action.parameters?.url}>{action.parameters?.display_text}</LinkButton>
        </Buttons>
      );
    default:
      return (
        <Buttons>
          <span className="tap-button inert">
            <WarningIcon />
            {action.parameters?.flow_cta ?? content.type.replaceAll('_', ' ')} (only on a real phone)
          </span>
        </Buttons>
      );
  }
}

function TemplateActions({ buttons, onChoose }: { buttons: any[]; onChoose(choice: Choice): void }): ReactNode {
  if (buttons.length === 0) return null;
  return (
    <Buttons>
      {buttons.map((button, index) => {
        if (button.type === 'QUICK_REPLY') {
          const body = { payload: button.payload, text: button.text };
          return (
            <TapButton key={index} icon={<ReplyIcon />} onTap={() => onChoose({ type: 'button', body, title: button.text })}>
              {button.text}
            </TapButton>
          );
        }
        if (button.type === 'COPY_CODE')
          return (
            <CopyButton key={index} code={button.code}>
              {button.text}
            </CopyButton>
          );
        if (button.url)
          return (
            <LinkButton key={index} href={button.url}>
              {button.text}
            </LinkButton>
          );
        return (
          <span key={index} className="tap-button inert">
            {button.text}
          </span>
        );
      })}
    </Buttons>
  );
}

function Buttons({ children }: { children: ReactNode }): ReactNode {
  return <div className="tap-buttons">{children}</div>;
}

function TapButton({ icon, onTap, children }: { icon: ReactNode; onTap(): void; children: ReactNode }): ReactNode {
  return (
    <button type="button" className="tap-button" onClick={onTap}>
      {icon}
      {children}
    </button>
  );
}

function LinkButton({ href, children }: { href: string; children: ReactNode }): ReactNode {
  return (
    <a className="tap-button" href={/^https?:/.test(href) ? href : undefined} target="_blank" rel="noreferrer noopener">
      <LinkIcon />
      {children}
    </a>
  );
}

function CopyButton({ code, children }: { code?: string; children: ReactNode }): ReactNode {
  const [copied, setCopied] = useState(false);
  const copy = () =>
    void navigator.clipboard?.writeText(code ?? '').then(
      () => setCopied(true),
      () => undefined,
    );
  return (
    <TapButton icon={<CopyIcon />} onTap={copy}>
      {copied ? 'Copied' : children}
    </TapButton>
  );
}

function ListSheet({ action, title, onChoose }: { action: any; title: string; onChoose(choice: Choice): void }): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  // A dialog belongs to the window; on a page with several phones it has to rise inside its own.
  const open = () => {
    const sheet = dialog.current;
    const screen = sheet?.closest('.screen')?.getBoundingClientRect();
    if (!sheet || !screen) return;
    sheet.style.setProperty('--sheet-left', `${screen.left}px`);
    sheet.style.setProperty('--sheet-width', `${screen.width}px`);
    sheet.style.setProperty('--sheet-bottom', `${window.innerHeight - screen.bottom}px`);
    sheet.style.setProperty('--sheet-corner', screen.bottom < window.innerHeight ? '30px' : '0');
    sheet.showModal();
  };
  return (
    <Buttons>
      <TapButton icon={<ListIcon />} onTap={open}>
        {action.button}
      </TapButton>
      <dialog
        className="sheet"
        ref={dialog}
        aria-label={title}
        onClick={(event) => event.target === dialog.current && dialog.current?.close()}
      >
        <div className="sheet-inside">
          <header className="sheet-header">
            <h2>{title}</h2>
            <button type="button" className="icon-button" aria-label="Close" onClick={() => dialog.current?.close()}>
              <ChevronIcon />
            </button>
          </header>
          {action.sections?.map((section: any, index: number) => (
            <section key={index}>
              {section.title && <h3>{section.title}</h3>}
              <ul>
                {section.rows.map((row: any) => (
                  <li key={row.id}>
                    <button
                      type="button"
                      className="sheet-row"
                      onClick={() => {
                        dialog.current?.close();
                        onChoose({
                          type: 'list_reply',
                          body: { id: row.id, title: row.title, description: row.description },
                          title: row.title,
                        });
                      }}
                    >
                      <span>
                        <span className="sheet-title">{row.title}</span>
                        {row.description && <span className="sheet-description">{row.description}</span>}
                      </span>
                      <span className="sheet-radio" aria-hidden="true" />
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
      </dialog>
    </Buttons>
  );
}
