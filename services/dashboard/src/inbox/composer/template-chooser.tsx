import { ArrowLeft } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { Button } from '../../components/button';
import { DialogActions } from '../../components/dialog';
import { SkeletonRows } from '../../components/layout';
import { useWords } from '../../i18n/i18n';
import { ChooseTemplate, partsOfTemplate, type Template } from '../../templates/choose-template';
import { TemplatePreview } from '../../templates/template-preview';
import { TemplateValueFields, useTemplateValues } from '../../templates/template-values';
import { useTemplate } from '../../templates/use-template';
import type { Conversation } from '../data/contract';
import { useOutlets } from '../data/use-inbox-data';

interface Props {
  conversation: Conversation;
  /** Of the template that is shown at once. */
  first?: string | undefined;
  onClose: () => void;
  onSend: (template: Record<string, unknown>, shown: string) => void;
}

/** First which template, then its values, with the message as the customer will see it. */
export function TemplateChooser({ conversation, first = '', onClose, onSend }: Props) {
  // Null where the first one is not wanted either.
  const [picked, setPicked] = useState<Template | null>();
  const offered = useTemplate(first);
  const chosen = picked === undefined ? offered.data : picked;
  const wabaId = useOutlets().find(({ id }) => id === conversation.outletId)?.wabaId;
  if (picked === undefined && offered.isLoading) return <SkeletonRows />;
  if (!chosen) return <ChooseTemplate wabaId={wabaId} onChoose={setPicked} />;
  return (
    <Values
      key={chosen.id}
      template={chosen}
      conversation={conversation}
      onBack={() => setPicked(null)}
      onClose={onClose}
      onSend={(template, shown) => {
        onSend(template, shown);
        onClose();
      }}
    />
  );
}

function Values({
  template,
  conversation,
  onBack,
  onClose,
  onSend,
}: {
  template: Template;
  conversation: Conversation;
  onBack: () => void;
  onClose: () => void;
  onSend: (template: Record<string, unknown>, shown: string) => void;
}) {
  const { t } = useWords();
  const { contact } = conversation;
  const values = useTemplateValues(template, (source) => (source === 'contact.name' ? contact.name : undefined), true);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSend(values.written, values.words);
  };
  return (
    <form className="grid gap-4" onSubmit={submit}>
      <Button type="button" variant="ghost" size="small" className="justify-self-start" onClick={onBack}>
        <ArrowLeft aria-hidden />
        {t('template.others')}
      </Button>
      <div className="grid gap-4 *:min-w-0 sm:grid-cols-2">
        <div className="grid content-start gap-3">
          <h3 className="font-medium break-all">
            <bdi>{template.name}</bdi>
          </h3>
          <TemplateValueFields values={values} />
        </div>
        <TemplatePreview
          parts={partsOfTemplate(template)}
          values={values.shown}
          picture={values.files.header?.picture}
          cardPictures={values.cardPictures}
        />
      </div>
      <DialogActions>
        <Button type="button" variant="secondary" onClick={onClose}>
          {t('dialog.cancel')}
        </Button>
        <Button type="submit" busy={values.busy !== undefined}>
          {t('composer.send')}
        </Button>
      </DialogActions>
    </form>
  );
}
