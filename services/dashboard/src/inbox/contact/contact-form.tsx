import { useQueryClient } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button';
import { Conflict } from '../../components/conflict';
import { SelectField, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { shownValue, typedValue } from '../../pages/contacts/attribute-value';
import { useAttributes } from '../../pages/contacts/contact-attributes';
import { AttributeInput } from './attribute-input';
import { CONSENTS, type Consent, type Contact } from '../data/contract';
import { useInbox } from '../data/inbox-context';
import { inbox } from '../data/requests';

type Attributes = readonly (readonly [name: string, value: string])[];

interface ContactDraft {
  name: string;
  email: string;
  language: string;
  tags: string;
  consent: string;
  attributes: Attributes;
}

const draftOf = (contact: Contact): ContactDraft => ({
  name: contact.name ?? '',
  email: contact.email ?? '',
  language: contact.language ?? '',
  tags: contact.tags.join(', '),
  consent: contact.consent.marketing,
  attributes: Object.entries(contact.attributes).map(([key, value]) => [key, shownValue(value)] as const),
});

const linesOf = (attributes: Attributes): string => attributes.map(([key, value]) => `${key}: ${value}`).join('\n');

interface ContactFormProps {
  contact: Contact;
  etag: string | undefined;
  onClose: () => void;
}

export function ContactForm({ contact, etag, onClose }: ContactFormProps) {
  const { t } = useWords();
  const say = useToast();
  const queries = useQueryClient();
  const { cache } = useInbox();
  const [base, setBase] = useState({ data: contact, etag });
  const [draft, setDraft] = useState(() => draftOf(contact));
  const set =
    <Name extends keyof ContactDraft>(name: Name) =>
    (value: ContactDraft[Name]) =>
      setDraft((before) => ({ ...before, [name]: value }));
  const { attributes } = draft;
  const definitions = useAttributes().data?.items ?? [];
  const definitionOf = (key: string) => definitions.find((one) => one.key === key.trim());
  const setAttributes = set('attributes');

  const save = async (over: { data: Contact; etag: string | undefined }) => {
    // What was not touched keeps its kind: a number stays a number. What was is of the type that the attribute has.
    const valueOf = (key: string, value: string): unknown => {
      const before = over.data.attributes[key];
      return before !== undefined && shownValue(before) === value ? before : typedValue(definitionOf(key), value);
    };
    const tags = draft.tags.split(',').map((tag) => tag.trim());
    const name = draft.name.trim();
    const saved = await inbox.saveContact(contact.id, over.etag, {
      // Without a name of the team’s, the customer’s own is shown: it is not to become one.
      ...(name !== (over.data.name ?? '') && { name: name || null }),
      email: draft.email.trim() || null,
      language: draft.language.trim() || null,
      tags: [...new Set(tags.filter(Boolean))],
      attributes: Object.fromEntries(attributes.filter(([key]) => key.trim()).map(([key, value]) => [key.trim(), valueOf(key, value)])),
      ...(draft.consent !== over.data.consent.marketing && { consent: { marketing: draft.consent as Consent } }),
    });
    queries.setQueryData(cache.keys.contact(contact.id), saved);
    say(({ t }) => t('contact.saved'));
    onClose();
  };
  const form = useForm(
    ['name', 'email', 'language', 'tags', 'attributes', 'consent', ...definitions.map(({ key }) => `attributes.${key}`)],
    () => save(base),
  );
  const consentName = (value: string) => t(`consent.${CONSENTS.find((each) => each === value) ?? 'unknown'}`);
  return (
    <Form
      state={form}
      className="grid gap-3"
      conflict={
        <Conflict
          form={form}
          read={() => inbox.contact(contact.id)}
          compare={(theirs) => {
            const other = draftOf(theirs);
            return [
              [t('column.name'), other.name, draft.name],
              [t('contact.email'), other.email, draft.email],
              [t('contact.language'), other.language, draft.language],
              [t('contact.tags'), other.tags, draft.tags],
              [t('contact.marketing'), consentName(other.consent), consentName(draft.consent)],
              [t('contact.attributes'), linesOf(other.attributes), linesOf(attributes)],
            ];
          }}
          take={(theirs) => {
            setBase(theirs);
            setDraft(draftOf(theirs.data));
          }}
          overwrite={save}
        />
      }
    >
      <TextField label={t('column.name')} optional maxLength={200} value={draft.name} onValue={set('name')} error={form.error('name')} />
      <TextField
        label={t('contact.email')}
        optional
        type="email"
        maxLength={254}
        value={draft.email}
        onValue={set('email')}
        error={form.error('email')}
      />
      <TextField
        label={t('contact.language')}
        hint={t('outlets.languageHint')}
        optional
        autoCapitalize="none"
        value={draft.language}
        onValue={set('language')}
        error={form.error('language')}
      />
      <TextField
        label={t('contact.tags')}
        hint={t('contact.tagsHint')}
        optional
        value={draft.tags}
        onValue={set('tags')}
        error={form.error('tags')}
      />
      <SelectField
        label={t('contact.marketing')}
        value={draft.consent}
        onValue={set('consent')}
        error={form.error('consent')}
        options={CONSENTS.map((each) => [each, t(`consent.${each}`)])}
      />
      <fieldset className="grid gap-2">
        <legend className="mb-1.5 text-sm font-medium">{t('contact.attributes')}</legend>
        {attributes.map(([key, value], index) => (
          <div key={index} className="flex gap-1.5">
            <input
              className="control"
              aria-label={t('contact.attributeName', { number: index + 1 })}
              value={key}
              maxLength={60}
              list="attribute-keys"
              onChange={(event) => setAttributes(attributes.with(index, [event.target.value, value]))}
            />
            <AttributeInput
              definition={definitionOf(key)}
              name={key || index + 1}
              value={value}
              change={(next) => setAttributes(attributes.with(index, [key, next]))}
            />
            <Button
              variant="ghost"
              size="icon"
              aria-label={t('contact.removeAttribute', { name: key || index + 1 })}
              onClick={() => setAttributes(attributes.toSpliced(index, 1))}
            >
              <Trash2 aria-hidden />
            </Button>
          </div>
        ))}
        <datalist id="attribute-keys">
          {definitions.map(({ key, name }) => (
            <option key={key} value={key} label={name} />
          ))}
        </datalist>
        {definitions.map(({ key, name }) => {
          const error = form.error(`attributes.${key}`);
          return error && <p key={key} className="text-sm font-medium text-bad">{`${name}: ${error}`}</p>;
        })}
        {form.error('attributes') && <p className="text-sm font-medium text-bad">{form.error('attributes')}</p>}
        <Button variant="ghost" size="small" className="justify-self-start" onClick={() => setAttributes([...attributes, ['', '']])}>
          <Plus aria-hidden />
          {t('contact.addAttribute')}
        </Button>
      </fieldset>
      <div className="flex justify-end gap-2">
        <Button variant="secondary" size="small" onClick={onClose}>
          {t('dialog.cancel')}
        </Button>
        <Button type="submit" size="small" busy={form.busy}>
          {t('form.save')}
        </Button>
      </div>
    </Form>
  );
}
