import type { ReactNode } from 'react';
import { PinIcon, Avatar } from './icons';
import { RichText } from './rich-text';
import type { Item } from './types';
import { preview, timeOf } from './words';
import { Media } from './message-media';

/** The inside of a bubble, for every type a business or a customer may send. */
export function MessageContent({ item }: { item: Item }): ReactNode {
  const { type, content } = item;
  switch (type) {
    case 'text':
      return <Words text={item.text ?? ''} time={timeOf(item)} />;
    case 'image':
    case 'sticker':
    case 'video':
    case 'audio':
    case 'document':
      return (
        <>
          <Media type={type} media={content} />
          {item.text && <Words text={item.text} time={timeOf(item)} />}
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
      return <Words text={item.text ?? ''} time={timeOf(item)} />;
    default:
      return <p className="muted-text">{preview(item)}</p>;
  }
}

/** `time` keeps room at the end of the last line for the time that stands in the bubble's corner. */
function Words({ text, time }: { text: string; time?: string }): ReactNode {
  return (
    <p className={time ? 'words timed' : 'words'} data-time={time} dir="auto">
      <RichText text={text} />
    </p>
  );
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
        <Words text={reply.title} time={reply.description ? undefined : timeOf(item)} />
        {reply.description && <p className="message-footer">{reply.description}</p>}
      </>
    );
  }
  return (
    <>
      <Header header={content.header} />
      {content.body?.text && <Words text={content.body.text} time={content.footer?.text ? undefined : timeOf(item)} />}
      <Footer text={content.footer?.text} />
    </>
  );
}

function Template({ item }: { item: Item }): ReactNode {
  const template = item.content.rendered;
  return (
    <>
      <Header header={template.header} />
      <Words text={template.body} time={template.footer ? undefined : timeOf(item)} />
      <Footer text={template.footer} />
    </>
  );
}
