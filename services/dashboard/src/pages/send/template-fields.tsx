import { Repeat } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button';
import { Dialog } from '../../components/dialog';
import { useWords } from '../../i18n/i18n';
import { useSendingTexts } from '../../sending/use-sending-texts';
import { ChooseTemplate, type Template } from '../../templates/choose-template';
import { useCategory } from '../../templates/template-badges';
import { TemplateValueFields, type TemplateValues } from '../../templates/template-values';
import { useLanguageName } from '../../templates/use-language-name';
import type { Contact } from '../contacts/contact-facts';

/** What a source of a template says of a contact. */
export function knownOf(contact: Contact | undefined): (source: string) => string | undefined {
  return (source) => {
    if (!contact) return undefined;
    const { name, phone, email, language } = contact;
    const value =
      source === 'contact.phone'
        ? phone && `+${phone.replace(/^\+/, '')}`
        : ({ 'contact.name': name, 'contact.email': email, 'contact.language': language }[source] ??
          contact.attributes[source.replace(/^attributes\./, '')]);
    return value === undefined || value === null ? undefined : String(value as string | number | boolean);
  };
}

/** The name under which the server finds something wrong with a value. */
export const valueField = (name: string): string => {
  const at = 'template.components';
  if (name === 'header') return `${at}.header`;
  return name.startsWith('button.') ? `${at}.button[${name.slice('button.'.length)}]` : `${at}.body.${name}`;
};

interface Props {
  wabaId: string | undefined;
  values: TemplateValues | undefined;
  onChoose: (template: Template) => void;
  error: (field: string) => string | undefined;
}

/** Which template, and its values. */
export function TemplateFields({ wabaId, values, onChoose, error }: Props) {
  const { t } = useWords();
  const s = useSendingTexts();
  const category = useCategory();
  const languageName = useLanguageName();
  const [choosing, setChoosing] = useState(false);
  const wrong = error('template');
  if (!values) {
    return (
      <>
        {wrong && (
          <p className="text-sm font-medium text-bad" data-field-error>
            {wrong}
          </p>
        )}
        <ChooseTemplate wabaId={wabaId} onChoose={onChoose} />
      </>
    );
  }
  const { template } = values;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3 rounded-lg bg-raised px-3 py-2">
        <div className="min-w-0">
          <p className="font-medium break-all">
            <bdi>{template.name}</bdi>
          </p>
          <p className="text-sm text-muted">
            {languageName(template.language)} · {category(template.category)}
          </p>
        </div>
        <Button variant="secondary" size="small" onClick={() => setChoosing(true)}>
          <Repeat aria-hidden />
          {s('send.otherTemplate')}
        </Button>
      </div>
      {wrong && (
        <p className="text-sm font-medium text-bad" data-field-error>
          {wrong}
        </p>
      )}
      <TemplateValueFields values={values} error={(name) => error(valueField(name))} />
      <Dialog open={choosing} onClose={() => setChoosing(false)} wide title={t('nav.templates')}>
        <ChooseTemplate
          wabaId={wabaId}
          onChoose={(chosen) => {
            onChoose(chosen);
            setChoosing(false);
          }}
        />
      </Dialog>
    </>
  );
}
