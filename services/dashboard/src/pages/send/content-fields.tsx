import { Plus, Trash2 } from 'lucide-react';
import { Button } from '../../components/button';
import { TextArea, TextField } from '../../components/field';
import { useWords } from '../../i18n/i18n';
import { MOST, typeOf, type MessageDraft } from '../../sending/message-draft';
import { useSendingTexts } from '../../sending/use-sending-texts';
import type { ContentProps } from './content-props';
import { FileFields } from './file-fields';

/** The fields of the chosen kind; a template has its own. */
export function ContentFields(props: ContentProps) {
  const s = useSendingTexts();
  const { draft, onChange, error } = props;
  switch (draft.kind) {
    case 'text':
      return <Words {...props} label={s('send.words')} most={MOST.text} error={error('text.body') ?? error('text')} />;
    case 'file':
      return (
        <>
          <FileFields {...props} />
          {draft.file?.as !== 'audio' && (
            <Words {...props} label={s('send.caption')} most={MOST.caption} error={error(`${typeOf(draft)}.caption`)} optional />
          )}
        </>
      );
    case 'location':
      return <LocationFields {...props} />;
    case 'buttons':
      return (
        <Frame {...props} most={MOST.body}>
          <ButtonFields {...props} />
        </Frame>
      );
    case 'list':
      return (
        <Frame {...props} most={MOST.listBody}>
          <ListFields {...props} />
        </Frame>
      );
    case 'link':
      return (
        <Frame {...props} most={MOST.body}>
          <TextField
            label={s('send.linkText')}
            maxLength={MOST.buttonTitle}
            value={draft.linkText}
            onValue={(linkText) => onChange({ linkText })}
            error={error('interactive.displayText')}
          />
          <TextField
            label={s('send.url')}
            type="url"
            placeholder="https://"
            value={draft.url}
            onValue={(url) => onChange({ url })}
            error={error('interactive.url')}
          />
        </Frame>
      );
    default:
      return null;
  }
}

interface WordsProps {
  draft: MessageDraft;
  onChange: ContentProps['onChange'];
  label: string;
  most: number;
  error: string | undefined;
  optional?: boolean;
}

function Words({ draft, onChange, label, most, error, optional = false }: WordsProps) {
  const { number } = useWords();
  const s = useSendingTexts();
  return (
    <TextArea
      label={label}
      rows={4}
      dir="auto"
      maxLength={most}
      optional={optional}
      // The count stands there only where it matters, so that nobody hears of it at every key.
      hint={draft.text.length > most * 0.8 ? s('send.counted', { count: number(draft.text.length), most: number(most) }) : undefined}
      value={draft.text}
      onValue={(text) => onChange({ text })}
      error={error}
    />
  );
}

/** What every message with choices has around them. */
function Frame({ draft, onChange, error, most, children }: ContentProps & { most: number; children: React.ReactNode }) {
  const s = useSendingTexts();
  return (
    <>
      <TextField
        label={s('send.header')}
        optional
        maxLength={MOST.header}
        value={draft.header}
        onValue={(header) => onChange({ header })}
        error={error('interactive.header')}
      />
      <Words
        draft={draft}
        onChange={onChange}
        label={s('send.words')}
        most={most}
        error={error('interactive.body') ?? error('interactive')}
      />
      {children}
      <TextField
        label={s('send.footer')}
        optional
        maxLength={MOST.footer}
        value={draft.footer}
        onValue={(footer) => onChange({ footer })}
        error={error('interactive.footer')}
      />
    </>
  );
}

function ButtonFields({ draft: { buttons }, onChange, error }: ContentProps) {
  const { number } = useWords();
  const s = useSendingTexts();
  return (
    <>
      {buttons.map((title, index) => (
        <div key={index} className="flex items-start gap-2">
          <TextField
            className="grow"
            label={s('send.button', { number: number(index + 1) })}
            maxLength={MOST.buttonTitle}
            value={title}
            onValue={(value) => onChange({ buttons: buttons.with(index, value) })}
            error={error(`interactive.buttons[${index}].title`) ?? (index === 0 ? error('interactive.buttons') : undefined)}
          />
          {buttons.length > 1 && (
            <RemoveButton
              label={s('send.removeButton', { number: number(index + 1) })}
              onPress={() => onChange({ buttons: buttons.toSpliced(index, 1) })}
            />
          )}
        </div>
      ))}
      {buttons.length < MOST.buttons && (
        <AddButton onPress={() => onChange({ buttons: [...buttons, ''] })}>{s('send.addButton')}</AddButton>
      )}
    </>
  );
}

function ListFields({ draft: { rows, listButton }, onChange, error }: ContentProps) {
  const { number } = useWords();
  const s = useSendingTexts();
  const change = (index: number, part: Partial<MessageDraft['rows'][number]>) =>
    onChange({ rows: rows.with(index, { ...rows[index]!, ...part }) });
  const at = (index: number, part: string) => error(`interactive.sections[0].rows[${index}].${part}`);
  return (
    <>
      <TextField
        label={s('send.listButton')}
        maxLength={MOST.buttonTitle}
        value={listButton}
        onValue={(value) => onChange({ listButton: value })}
        error={error('interactive.button')}
      />
      {rows.map(({ title, description }, index) => (
        <div key={index} className="flex items-start gap-2">
          <div className="grid grow gap-3 *:min-w-0 sm:grid-cols-2">
            <TextField
              label={s('send.row', { number: number(index + 1) })}
              maxLength={MOST.rowTitle}
              value={title}
              onValue={(value) => change(index, { title: value })}
              error={at(index, 'title') ?? (index === 0 ? error('interactive.sections') : undefined)}
            />
            <TextField
              label={s('send.rowText', { number: number(index + 1) })}
              optional
              maxLength={MOST.rowDescription}
              value={description}
              onValue={(value) => change(index, { description: value })}
              error={at(index, 'description')}
            />
          </div>
          {rows.length > 1 && (
            <RemoveButton
              label={s('send.removeRow', { number: number(index + 1) })}
              onPress={() => onChange({ rows: rows.toSpliced(index, 1) })}
            />
          )}
        </div>
      ))}
      {rows.length < MOST.rows && (
        <AddButton onPress={() => onChange({ rows: [...rows, { title: '', description: '' }] })}>{s('send.addRow')}</AddButton>
      )}
    </>
  );
}

function RemoveButton({ label, onPress }: { label: string; onPress: () => void }) {
  return (
    <Button variant="quiet" size="icon" className="mt-6.5" aria-label={label} onClick={onPress}>
      <Trash2 aria-hidden />
    </Button>
  );
}

function AddButton({ onPress, children }: { onPress: () => void; children: string }) {
  return (
    <Button variant="secondary" size="small" className="justify-self-start" onClick={onPress}>
      <Plus aria-hidden />
      {children}
    </Button>
  );
}

function LocationFields({ draft, onChange, error }: ContentProps) {
  const s = useSendingTexts();
  const degrees = (name: 'latitude' | 'longitude', example: string) => (
    <TextField
      label={s(`send.${name}`)}
      hint={s('send.degreesHint', { example })}
      inputMode="text"
      maxLength={20}
      value={draft[name]}
      onValue={(value) => onChange({ [name]: value })}
      error={error(`location.${name}`)}
    />
  );
  return (
    <>
      <div className="grid gap-3 *:min-w-0 sm:grid-cols-2">
        {degrees('latitude', '-12.0464')}
        {degrees('longitude', '-77.0428')}
      </div>
      <TextField
        label={s('send.place')}
        optional
        maxLength={MOST.name}
        value={draft.place}
        onValue={(place) => onChange({ place })}
        error={error('location.name')}
      />
      <TextField
        label={s('send.address')}
        optional
        maxLength={MOST.name}
        value={draft.address}
        onValue={(address) => onChange({ address })}
        error={error('location.address') ?? error('location')}
      />
    </>
  );
}
