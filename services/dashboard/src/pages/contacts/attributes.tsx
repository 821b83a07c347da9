import { useQueryClient } from '@tanstack/react-query';
import { Pencil, Plus, Shapes } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { Dialog } from '../../components/dialog';
import { SelectField, TextArea, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { EmptyState, PageHeader } from '../../components/layout';
import { ResourceList } from '../../components/resource-list';
import { useToast } from '../../components/toast';
import { attributeTexts } from '../../i18n/attributes';
import { useTexts } from '../../i18n/use-texts';
import { may } from '../../session/permissions';
import { useSigned, useTenantId } from '../../session/session-context';
import type { Definition } from './attribute-value';
import { useAttributes } from './contact-attributes';

const TYPES = ['text', 'number', 'date', 'boolean', 'choice'] as const;

/** What a company keeps of its customers, with a type each. */
export function AttributesPage() {
  const words = useTexts(attributeTexts);
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const mayChange = may(useSigned(), 'edit-inbox');
  const attributes = useAttributes();
  const [edited, setEdited] = useState<Definition | 'new'>();
  const changed = () => queries.invalidateQueries({ queryKey: ['contact-attributes', tenantId] });
  const add = mayChange && (
    <Button onClick={() => setEdited('new')}>
      <Plus aria-hidden />
      {words('add')}
    </Button>
  );
  return (
    <>
      <PageHeader title={words('title')} text={words('text')} actions={add} />
      <div className="card">
        <ResourceList<Definition>
          query={{ ...attributes, data: attributes.data && { pages: [attributes.data] } }}
          label={words('title')}
          empty={<EmptyState icon={Shapes} title={words('empty')} text={words('emptyText')} action={add} />}
          changed={changed}
          columns={[
            {
              key: 'name',
              title: words('name'),
              main: true,
              cell: (one) => (
                <span className="inline-flex items-center gap-1">
                  <bdi className="font-medium">{one.name}</bdi>
                  {mayChange && (
                    <Button variant="ghost" size="icon" aria-label={words('edit', { name: one.name })} onClick={() => setEdited(one)}>
                      <Pencil aria-hidden />
                    </Button>
                  )}
                </span>
              ),
            },
            { key: 'key', title: words('key'), cell: ({ key }) => <bdi className="font-mono text-sm">{key}</bdi> },
            { key: 'type', title: words('type'), cell: ({ type }) => words(`type.${type}`) },
            {
              key: 'use',
              title: words('use'),
              cell: ({ isRequired, isInList }) => (
                <span className="flex flex-wrap gap-1">
                  {isRequired && <Badge>{words('required')}</Badge>}
                  {isInList && <Badge>{words('inList')}</Badge>}
                  {!isRequired && !isInList && words('none')}
                </span>
              ),
            },
          ]}
          removal={
            mayChange
              ? {
                  action: words('remove'),
                  label: ({ name }) => words('removeName', { name }),
                  title: ({ name }) => words('removeTitle', { name }),
                  text: () => words('removeText'),
                  run: ({ id }) => unwrap(api.DELETE('/api/v1/contact-attributes/{id}', { params: { path: { id } } })),
                  done: () => words('removed'),
                }
              : undefined
          }
        />
      </div>
      <Dialog
        open={edited !== undefined}
        onClose={() => setEdited(undefined)}
        title={edited === 'new' || !edited ? words('add') : words('edit', { name: edited.name })}
      >
        {edited !== undefined && (
          <AttributeForm
            definition={edited === 'new' ? undefined : edited}
            done={() => {
              setEdited(undefined);
              void changed();
            }}
          />
        )}
      </Dialog>
    </>
  );
}

function AttributeForm({ definition, done }: { definition: Definition | undefined; done: () => void }) {
  const words = useTexts(attributeTexts);
  const say = useToast();
  const [draft, setDraft] = useState({
    key: definition?.key ?? '',
    name: definition?.name ?? '',
    type: definition?.type ?? ('text' as Definition['type']),
    choices: definition?.choices.join('\n') ?? '',
    isRequired: definition?.isRequired ?? false,
    isInList: definition?.isInList ?? false,
    position: String(definition?.position ?? 0),
  });
  const put = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }));
  const form = useForm(['key', 'name', 'type', 'choices', 'position'], async () => {
    const body = {
      name: draft.name.trim(),
      type: draft.type,
      choices: draft.choices.split('\n').filter((line) => line.trim() !== ''),
      isRequired: draft.isRequired,
      isInList: draft.isInList,
      position: Number(draft.position),
    };
    if (definition) await unwrap(api.PUT('/api/v1/contact-attributes/{id}', { params: { path: { id: definition.id } }, body }));
    else await unwrap(api.POST('/api/v1/contact-attributes', { body: { ...body, key: draft.key.trim() } }));
    say(() => words('saved'));
    done();
  });
  return (
    <Form state={form} className="grid gap-3">
      <TextField label={words('name')} maxLength={60} value={draft.name} onValue={(name) => put({ name })} error={form.error('name')} />
      <TextField
        label={words('key')}
        hint={words('keyHint')}
        mono
        maxLength={60}
        readOnly={definition !== undefined}
        value={draft.key}
        onValue={(key) => put({ key })}
        error={form.error('key')}
      />
      <SelectField
        label={words('type')}
        {...(definition ? { hint: words('typeHint') } : {})}
        value={draft.type}
        onValue={(type) => put({ type: type as Definition['type'] })}
        options={TYPES.map((type) => [type, words(`type.${type}`)] as const)}
        error={form.error('type')}
      />
      {draft.type === 'choice' && (
        <TextArea
          label={words('choices')}
          hint={words('choicesHint')}
          value={draft.choices}
          onValue={(choices) => put({ choices })}
          error={form.error('choices')}
        />
      )}
      <TextField
        label={words('position')}
        hint={words('positionHint')}
        type="number"
        min={0}
        max={1_000}
        value={draft.position}
        onValue={(position) => put({ position })}
        error={form.error('position')}
      />
      {(['isRequired', 'isInList'] as const).map((name) => (
        <label key={name} className="flex min-h-9 items-center gap-2">
          <input type="checkbox" checked={draft[name]} onChange={(event) => put({ [name]: event.target.checked })} />
          {words(name)}
        </label>
      ))}
      <div className="flex justify-end">
        <Button type="submit" busy={form.busy}>
          {words('save')}
        </Button>
      </div>
    </Form>
  );
}
