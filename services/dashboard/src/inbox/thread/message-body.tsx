import {
  CircleHelp,
  ExternalLink,
  List,
  MapPin,
  Megaphone,
  MousePointerClick,
  Paperclip,
  Phone,
  ShoppingBag,
  UserRound,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../../i18n/i18n';
import { MEDIA_TYPES, type Media, type Message } from '../data/contract';
import { MediaView } from './media-view';
import { RichText } from './rich-text';
import { bodyOf } from './timeline';
import { useTypeName } from '../type-name';

type Fields = Record<string, unknown>;
const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {});
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() ? value : undefined);
const amount = (value: unknown): number | undefined => {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
};
/** Only what a browser opens as a page. */
const webAddress = (value: unknown): string | undefined => {
  const given = text(value);
  return given && /^https?:\/\//i.test(given) ? given : undefined;
};

/** What a message says, whatever its type; what is not known yet is named. */
export function MessageBody({ message }: { message: Message }) {
  const { content } = message;
  const referral = fields(message.referral ?? content?.referral);
  return (
    <>
      {(webAddress(referral.sourceUrl ?? referral.source_url) ?? text(referral.headline)) && <Referral referral={referral} />}
      <Inner message={message} />
    </>
  );
}

function Inner({ message }: { message: Message }) {
  const typeName = useTypeName();
  const body = bodyOf(message);
  const { type } = message;
  const medium = type === 'voice' ? 'audio' : MEDIA_TYPES.find((each) => each === type);
  if (medium) {
    const media = message.media ?? mediaIn(body);
    const caption = media?.caption ?? text(fields(body).caption) ?? message.text;
    return (
      <>
        {media && !message.unsupported ? (
          <MediaView media={media} type={medium} />
        ) : (
          <Withheld name={typeName(type)} why={message.unsupported} />
        )}
        {caption && <Words text={caption} className="mt-1.5" />}
      </>
    );
  }
  switch (type) {
    case 'location':
      return <Location place={fields(body)} />;
    case 'contacts':
      return <Cards cards={list(body)} />;
    case 'order':
      return <Order order={fields(body)} />;
    case 'button':
    case 'interactive':
      return <Interactive body={fields(body)} fallback={message.text} />;
    case 'template':
      return <Template shown={fields(message.template)} body={fields(body)} words={message.text} />;
    case 'text':
      return <Words text={message.text ?? text(fields(body).body) ?? ''} />;
    case 'system':
      return <p className="text-sm italic">{message.text ?? text(fields(body).body) ?? typeName('system')}</p>;
    default:
      if (message.text) return <Words text={message.text} />;
      return <Withheld name={typeName(type)} why={message.unsupported ?? {}} />;
  }
}

/** A message that is not here to be shown: WhatsApp's own words say why, else where it can be seen. */
function Withheld({ name, why }: { name: string; why: Message['unsupported'] }) {
  const { t } = useWords();
  const words = [text(why?.title), text(why?.details)].filter((each) => each !== undefined);
  return (
    <Named icon={<CircleHelp aria-hidden />}>
      {name}
      {words.map((each) => (
        <bdi key={each} className="block text-sm font-normal">
          {each}
        </bdi>
      ))}
      {why && words.length === 0 && <span className="block text-sm font-normal">{t('type.unsupportedText')}</span>}
    </Named>
  );
}

/** Where the server has not looked after the file: there is one, and it cannot be shown. */
function mediaIn(body: unknown): Media | undefined {
  const { filename, mime_type: contentType } = fields(body);
  if (!text(contentType)) return undefined;
  return { id: '', status: 'expired', contentType: String(contentType), ...(text(filename) && { filename: String(filename) }) };
}

function Words({ text: words, className }: { text: string; className?: string }) {
  return (
    <p dir="auto" className={`break-words whitespace-pre-wrap ${className ?? ''}`}>
      <RichText text={words} />
    </p>
  );
}

function Named({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <div className="flex items-start gap-2.5 [&_svg]:mt-0.5 [&_svg]:size-5 [&_svg]:shrink-0">
      {icon}
      <div className="min-w-0 font-medium break-words">{children}</div>
    </div>
  );
}

function Location({ place }: { place: Fields }) {
  const { t } = useWords();
  const [latitude, longitude] = [amount(place.latitude), amount(place.longitude)];
  const where = latitude !== undefined && longitude !== undefined ? `${latitude.toFixed(5)}, ${longitude.toFixed(5)}` : undefined;
  return (
    <Named icon={<MapPin aria-hidden />}>
      <bdi className="block">{text(place.name) ?? t('type.location')}</bdi>
      {text(place.address) && <bdi className="block text-sm font-normal">{text(place.address)}</bdi>}
      {where && (
        <a
          className="inline-flex items-center gap-1 text-sm font-normal underline underline-offset-2"
          href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`}
          target="_blank"
          rel="noreferrer noopener"
        >
          {where}
          <ExternalLink className="!mt-0 !size-3.5" aria-hidden />
          <span className="sr-only">{t('message.openMap')}</span>
        </a>
      )}
    </Named>
  );
}

function Cards({ cards }: { cards: unknown[] }) {
  const { t } = useWords();
  return (
    <ul className="grid gap-2">
      {cards.map((card, index) => {
        const { name, phones, emails, org, company } = fields(card);
        const title = text(name) ?? text(fields(name).formatted_name) ?? text(fields(name).first_name) ?? t('type.contacts');
        return (
          <li key={index}>
            <Named icon={<UserRound aria-hidden />}>
              <bdi className="block">{title}</bdi>
              {text(company ?? fields(org).company) && (
                <bdi className="block text-sm font-normal">{text(company ?? fields(org).company)}</bdi>
              )}
              {list(phones).map((phone, place) => {
                const number = text(fields(phone).phone) ?? text(fields(phone).waId ?? fields(phone).wa_id);
                return (
                  number && (
                    <span key={place} className="flex items-center gap-1.5 text-sm font-normal">
                      <Phone className="!mt-0 !size-3.5" aria-hidden />
                      <bdi>{number}</bdi>
                    </span>
                  )
                );
              })}
              {list(emails).map(
                (email, place) =>
                  (text(email) ?? text(fields(email).email)) && (
                    <bdi key={place} className="block text-sm font-normal">
                      {text(email) ?? text(fields(email).email)}
                    </bdi>
                  ),
              )}
            </Named>
          </li>
        );
      })}
    </ul>
  );
}

function Order({ order }: { order: Fields }) {
  const { t, number, language } = useWords();
  const items = list(order.product_items ?? order.items).map(fields);
  const money = (value: number, currency: string | undefined) => {
    try {
      return currency ? new Intl.NumberFormat(language, { style: 'currency', currency }).format(value) : number(value);
    } catch {
      return `${number(value)} ${currency}`;
    }
  };
  const of = (item: Fields) => ({
    name: text(item.name) ?? text(item.product_retailer_id) ?? text(item.productRetailerId) ?? '?',
    count: amount(item.quantity) ?? 1,
    price: amount(item.item_price ?? item.itemPrice),
    currency: text(item.currency),
  });
  const total = items
    .map(of)
    .reduce<number | undefined>((sum, { price, count }) => (sum === undefined || price === undefined ? undefined : sum + price * count), 0);
  return (
    <Named icon={<ShoppingBag aria-hidden />}>
      {t('type.order')}
      <ul className="mt-1 grid gap-0.5 text-sm font-normal">
        {items.map((item, index) => {
          const { name, count, price, currency } = of(item);
          return (
            <li key={index} className="flex justify-between gap-4">
              <span className="min-w-0 break-words">{`${number(count)} × ${name}`}</span>
              {price !== undefined && <span className="shrink-0 tabular-nums">{money(price * count, currency)}</span>}
            </li>
          );
        })}
      </ul>
      {items.length > 1 && total !== undefined && (
        <p className="mt-1 flex justify-between gap-4 border-t border-current/20 pt-1 text-sm">
          {t('message.total')}
          <span className="tabular-nums">{money(total, of(items[0] ?? {}).currency)}</span>
        </p>
      )}
      {text(order.text) && (
        <p dir="auto" className="mt-1 font-normal">
          {text(order.text)}
        </p>
      )}
    </Named>
  );
}

/** A choice of the customer, or a question with choices that was sent. */
function Interactive({ body, fallback }: { body: Fields; fallback: string | undefined }) {
  const { t } = useWords();
  const chosen = body.kind === 'reply' || body.kind === 'button' ? body : fields(body.button_reply ?? body.list_reply);
  const title = text(chosen.title) ?? (body.type === undefined ? text(body.text) : undefined);
  if (title) {
    return (
      <Named icon={<MousePointerClick aria-hidden />}>
        <bdi className="block">{title}</bdi>
        {text(chosen.description) && <bdi className="block text-sm font-normal">{text(chosen.description)}</bdi>}
        <span className="block text-xs font-normal">{t('message.chosen')}</span>
      </Named>
    );
  }
  if (body.nfm_reply || body.kind === 'flow') {
    const { response_json: answers, body: words } = fields(body.nfm_reply);
    return (
      <Named icon={<List aria-hidden />}>
        {text(words) ?? t('message.form')}
        <FormAnswers answers={body.kind === 'flow' ? body.response : text(answers)} />
      </Named>
    );
  }
  const action = fields(body.action);
  const choices = [
    ...list(action.buttons).map((button) => text(fields(fields(button).reply).title)),
    ...list(action.sections).flatMap((section) => list(fields(section).rows).map((row) => text(fields(row).title))),
    text(fields(action.parameters).display_text),
  ].filter((choice) => choice !== undefined);
  const words = text(fields(body.body).text) ?? fallback;
  return (
    <>
      {text(fields(body.header).text) && <p className="font-medium">{text(fields(body.header).text)}</p>}
      {words ? <Words text={words} /> : <Named icon={<List aria-hidden />}>{t('type.interactive')}</Named>}
      {text(fields(body.footer).text) && <p className="text-sm">{text(fields(body.footer).text)}</p>}
      {choices.length > 0 && (
        <ul aria-label={t('message.choices')} className="mt-2 flex flex-wrap gap-1.5">
          {choices.map((choice, index) => (
            <li key={index} className="rounded-full border border-current/30 px-2.5 py-0.5 text-sm">
              {choice}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function FormAnswers({ answers }: { answers: unknown }) {
  let read = fields(answers);
  try {
    if (typeof answers === 'string') read = fields(JSON.parse(answers));
  } catch {
    // Shown without its answers: a form of a kind that is not known.
  }
  const shown = Object.entries(read).filter(
    ([name, value]) => name !== 'flow_token' && ['string', 'number', 'boolean'].includes(typeof value),
  );
  if (shown.length === 0) return null;
  return (
    <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3 text-sm font-normal">
      {shown.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="opacity-80">{name}</dt>
          <dd dir="auto">{String(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** As the customer sees it, where that was known when it was sent; else what there is of it. */
function Template({ shown, body, words }: { shown: Fields; body: Fields; words: string | undefined }) {
  const { t } = useWords();
  const typeName = useTypeName();
  const sent = fields(body.template ?? body);
  const name = text(shown.name) ?? text(sent.name) ?? '?';
  if (text(shown.body)) {
    const header = fields(shown.header);
    const kind = text(header.type);
    const buttons = list(shown.buttons)
      .map((button) => text(fields(button).text))
      .filter(Boolean);
    return (
      <>
        {kind && kind !== 'text' && (
          <p className="mb-1 flex items-center gap-1.5 text-sm opacity-80">
            <Paperclip className="size-4 shrink-0" aria-hidden />
            {typeName(kind)}
          </p>
        )}
        {text(header.text) && <Words text={text(header.text)!} className="font-semibold" />}
        <Words text={text(shown.body)!} />
        {text(shown.footer) && <Words text={text(shown.footer)!} className="mt-1 text-xs" />}
        {buttons.length > 0 && (
          <ul aria-label={t('templates.buttons')} className="mt-2 grid gap-1">
            {buttons.map((button, index) => (
              <li key={index} className="rounded-lg border border-current/25 px-3 py-1 text-center text-sm font-medium">
                <bdi>{button}</bdi>
              </li>
            ))}
          </ul>
        )}
        <p className="mt-1 text-xs">{t('message.template', { name })}</p>
      </>
    );
  }
  const values = list(sent.components)
    .flatMap((component) => list(fields(component).parameters).map((parameter) => text(fields(parameter).text)))
    .filter(Boolean);
  return (
    <>
      {words && <Words text={words} />}
      <p className={words ? 'mt-1 text-xs' : 'font-medium'}>{t('message.template', { name })}</p>
      {!words && values.length > 0 && <p className="text-sm">{values.join(' · ')}</p>}
    </>
  );
}

/** The advertisement that the customer came from. */
function Referral({ referral }: { referral: Fields }) {
  const { t } = useWords();
  const url = webAddress(referral.sourceUrl ?? referral.source_url);
  const inside = (
    <>
      <span className="flex items-center gap-1.5 text-xs">
        <Megaphone className="size-3.5" aria-hidden />
        {t('message.referral')}
      </span>
      <bdi className="block font-medium">{text(referral.headline) ?? url}</bdi>
      {text(referral.body) && <bdi className="line-clamp-2 text-sm">{text(referral.body)}</bdi>}
    </>
  );
  const look = 'mb-2 block rounded-lg border-l-3 border-accent bg-ink/5 p-2.5';
  return url ? (
    <a href={url} target="_blank" rel="noreferrer noopener" className={look}>
      {inside}
    </a>
  ) : (
    <div className={look}>{inside}</div>
  );
}
