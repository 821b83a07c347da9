import { useState, type ReactNode } from 'react';
import type { Words } from '../i18n/i18n';
import { Conflict, type Tagged } from './conflict';
import { useForm, type FormState } from './form';
import { useToast } from './toast';

interface Options<Thing, Draft> {
  /** As it was read. */
  first: Tagged<Thing>;
  /** As it is typed. */
  draftOf: (thing: Thing) => Draft;
  /** Names of the fields, as the server calls them. */
  fields: readonly string[];
  read: () => Promise<Tagged<Thing>>;
  /** @param params the tag under which it was read, for the header @param read as it was read */
  put: (draft: Draft, params: { header: { 'If-Match'?: string } }, read: Thing) => Promise<Tagged<Thing>>;
  saved: (words: Words) => string;
  /** Every field as a person reads it, in one order. */
  facts: (draft: Draft) => readonly (readonly [label: string, text: string])[];
}

export interface SettingsForm<Thing, Draft> {
  data: Thing;
  draft: Draft;
  setDraft: React.Dispatch<React.SetStateAction<Draft>>;
  form: FormState;
  /** For the form: asks what is to be done where somebody else saved meanwhile. */
  conflict: ReactNode;
  /** Something else has changed it: puts that into the form. */
  show: (read: Tagged<Thing>) => void;
  /** The same, where what is typed stays. */
  setRead: (read: Tagged<Thing>) => void;
}

/** A form over settings that several people may change: saved under the tag they were read under, and both shown where somebody was faster. */
export function useSettingsForm<Thing, Draft>(options: Options<Thing, Draft>): SettingsForm<Thing, Draft> {
  const { first, draftOf, fields, read, put, saved, facts } = options;
  const say = useToast();
  const [{ data, etag }, setRead] = useState(first);
  const [draft, setDraft] = useState(() => draftOf(first.data));
  const show = (tagged: Tagged<Thing>) => {
    setRead(tagged);
    setDraft(draftOf(tagged.data));
  };
  const save = async (tag: string | undefined) => {
    show(await put(draft, { header: tag ? { 'If-Match': tag } : {} }, data));
    say(saved);
  };
  const form = useForm(fields, () => save(etag));
  const conflict = (
    <Conflict
      form={form}
      read={read}
      compare={(theirs) => {
        const mine = facts(draft);
        return facts(draftOf(theirs)).map(([label, text], place) => [label, text, mine[place]?.[1] ?? ''] as const);
      }}
      take={show}
      overwrite={(theirs) => save(theirs.etag)}
    />
  );
  return { data, draft, setDraft, form, conflict, show, setRead };
}
