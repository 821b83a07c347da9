import { Copy, ExternalLink, FileText, Image, List, MapPin, Music, Phone, Reply, Video } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '../components/cn';
import '../i18n/template-pages';
import { useWords } from '../i18n/i18n';
import { RichText } from '../inbox/thread/rich-text';
import { filled, partOf, type Button, type Part } from './template-text';

const ICONS: Record<string, typeof Reply> = {
  QUICK_REPLY: Reply,
  URL: ExternalLink,
  PHONE_NUMBER: Phone,
  COPY_CODE: Copy,
  OTP: Copy,
  LIST: List,
};
const FILES: Record<string, typeof Reply> = {
  IMAGE: Image,
  VIDEO: Video,
  DOCUMENT: FileText,
  LOCATION: MapPin,
  AUDIO: Music,
  STICKER: Image,
};

interface Props {
  parts: readonly Part[];
  values: Readonly<Record<string, string>>;
  /** An address within the page of the header's picture. */
  picture?: string | undefined;
  /** The same of each card. */
  cardPictures?: readonly (string | undefined)[];
  className?: string;
}

/** A template, or another message in such parts, as it looks on the customer's phone, in WhatsApp's own colours. */
export function TemplatePreview({ parts, values, picture, cardPictures = [], className }: Props) {
  const { t } = useWords();
  const cards = partOf(parts, 'CAROUSEL')?.cards ?? [];
  return (
    <figure aria-label={t('templates.preview')} className={cn('rounded-xl bg-[#efeae2] p-4 dark:bg-[#0b141a]', className)}>
      <Bubble parts={parts} values={values} picture={picture} />
      {cards.length > 0 && (
        // Scrolled by keyboard too.
        <div tabIndex={0} role="group" aria-label={t('templates.cards')} className="mt-2 flex gap-2 overflow-x-auto">
          {cards.map(({ components }, index) => (
            <div key={index} className="w-52 shrink-0">
              <Bubble parts={components} values={ofCard(values, index)} picture={cardPictures[index]} />
            </div>
          ))}
        </div>
      )}
    </figure>
  );
}

const ofCard = (values: Props['values'], index: number): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      name.startsWith(`card.${index}.`) ? [[name.slice(`card.${index}.`.length), value]] : [],
    ),
  );

function Bubble({ parts, values, picture }: Omit<Props, 'className' | 'cardPictures'>) {
  const { t } = useWords();
  const header = partOf(parts, 'HEADER');
  const format = header?.format?.toUpperCase() ?? 'TEXT';
  const Icon = FILES[format];
  const body = partOf(parts, 'BODY');
  const isCode = body !== undefined && body.text === undefined;
  const footer = partOf(parts, 'FOOTER');
  const minutes = footer?.code_expiration_minutes;
  const buttons = partOf(parts, 'BUTTONS')?.buttons ?? [];
  return (
    <div className="max-w-sm overflow-hidden rounded-lg bg-white text-[#111b21] shadow-sm dark:bg-[#202c33] dark:text-[#e9edef]">
      <div className="grid gap-1 p-2">
        {header && Icon && (
          <div className="grid h-32 place-items-center overflow-hidden rounded-md bg-[#d8dbdd] text-[#3b4a54] dark:bg-[#111b21] dark:text-[#aebac1]">
            {picture ? <img src={picture} alt="" className="size-full object-cover" /> : <Icon className="size-10" aria-hidden />}
            {!picture && <span className="sr-only">{format.toLowerCase()}</span>}
          </div>
        )}
        {header && !Icon && header.text && (
          <p dir="auto" className="px-1 font-semibold break-words">
            {filled(header.text, () => values.header)}
          </p>
        )}
        {body && (
          <p dir="auto" className="px-1 text-sm break-words whitespace-pre-wrap">
            <RichText text={isCode ? codeText(t('templates.codeText'), body) : filled(body.text ?? '', (name) => values[name])} />
          </p>
        )}
        {(footer?.text ?? minutes) !== undefined && (
          <p dir="auto" className="px-1 text-xs break-words text-[#54656f] dark:text-[#aebac1]">
            {footer?.text ?? t('templates.codeFooter', { minutes: String(minutes) })}
          </p>
        )}
      </div>
      {buttons.map((button, index) => (
        <ButtonLine key={index} button={button}>
          {button.text || t(`templates.button.${knownType(button.type)}`)}
        </ButtonLine>
      ))}
    </div>
  );
}

const codeText = (text: string, body: Part): string => (body.add_security_recommendation ? text : (text.split('.')[0] ?? text) + '.');

type Known = 'QUICK_REPLY' | 'URL' | 'PHONE_NUMBER' | 'COPY_CODE';
const KNOWN: readonly string[] = ['QUICK_REPLY', 'URL', 'PHONE_NUMBER'] satisfies Known[];
const knownType = (type: string): Known => (KNOWN.includes(type) ? (type as Known) : 'COPY_CODE');

function ButtonLine({ button, children }: { button: Button; children: ReactNode }) {
  const Icon = ICONS[button.type] ?? Reply;
  return (
    <p className="flex min-h-10 items-center justify-center gap-2 border-t border-[#e9edef] px-3 text-sm font-medium text-[#005c4b] dark:border-[#2f3b43] dark:text-[#53bdeb]">
      <Icon className="size-4 shrink-0" aria-hidden />
      <bdi className="truncate">{children}</bdi>
    </p>
  );
}
