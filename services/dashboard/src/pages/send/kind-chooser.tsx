import { FileImage, FileText, Link2, List, MapPin, MessageSquareText, SquareMousePointer, type LucideIcon } from 'lucide-react';
import { KINDS, type Kind } from '../../sending/message-draft';
import { useSendingTexts } from '../../sending/use-sending-texts';

const ICONS: Record<Kind, LucideIcon> = {
  text: MessageSquareText,
  template: FileText,
  file: FileImage,
  location: MapPin,
  buttons: SquareMousePointer,
  list: List,
  link: Link2,
};

/** What kind of message it is, one of which is chosen. */
export function KindChooser({ value, onValue }: { value: Kind; onValue: (kind: Kind) => void }) {
  const s = useSendingTexts();
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 text-sm font-medium">{s('send.kind')}</legend>
      <div className="flex flex-wrap gap-2">
        {KINDS.map((kind) => {
          const Icon = ICONS[kind];
          return (
            <label
              key={kind}
              className="inline-flex min-h-10 cursor-pointer items-center gap-2 rounded-lg border border-control bg-surface px-3 text-sm font-medium has-checked:border-brand has-checked:bg-brand-soft has-checked:text-brand-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-brand-ink"
            >
              <input type="radio" name="kind" className="sr-only" value={kind} checked={value === kind} onChange={() => onValue(kind)} />
              <Icon className="size-4.5 shrink-0" aria-hidden />
              {s(`send.kind.${kind}`)}
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
