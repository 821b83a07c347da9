import { useQuery } from '@tanstack/react-query';
import { Check, X } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { TextField } from '../../components/field';
import { Card } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useTenantId } from '../../session/session-context';
import { useContacts } from '../contacts/contacts';
import { GROUP_KINDS } from './draft';
import { useSegmentTexts } from './use-segment-texts';

type Contact = Schemas['ContactDto'];
type Explained = Record<string, unknown>;
type Key = Parameters<ReturnType<typeof useSegmentTexts>>[0];

/** Why a contact is in the segment, or is not: each condition, and whether it holds. */
export function SegmentWhy({ segmentId }: { segmentId: string }) {
  const words = useSegmentTexts();
  const tenantId = useTenantId();
  const [typed, setTyped] = useState('');
  const [contact, setContact] = useState<Contact>();
  const found = useContacts(typed);
  const why = useQuery({
    queryKey: ['segment-why', tenantId, segmentId, contact?.id],
    queryFn: () =>
      unwrap(api.GET('/api/v1/segments/{id}/explain', { params: { path: { id: segmentId }, query: { contactId: contact!.id } } })),
    enabled: contact !== undefined,
  });
  return (
    <Card title={words('why')}>
      <TextField label={words('name')} hint={words('whyHint')} optional value={typed} onValue={setTyped} maxLength={100} />
      {typed.trim() !== '' && (
        <ul className="mt-2 grid gap-1">
          {found.data?.pages[0]?.items.slice(0, 5).map((one) => (
            <li key={one.id}>
              <button type="button" className="min-h-9 text-left text-brand-ink hover:underline" onClick={() => setContact(one)}>
                <bdi>{one.name}</bdi>
              </button>
            </li>
          ))}
        </ul>
      )}
      {why.isError && <ProblemNote problem={why.error} retry={() => why.refetch()} />}
      {contact && why.data && (
        <div className="mt-3" aria-live="polite">
          <p className="font-medium">{words(why.data.matches ? 'isIn' : 'isOut', { name: contact.name })}</p>
          {why.data.explanation && (
            <ul className="mt-2">
              <Reason node={why.data.explanation} />
            </ul>
          )}
        </div>
      )}
    </Card>
  );
}

const KINDS = { all: 'kindAll', any: 'kindAny', not: 'kindNot' } as const;

function Reason({ node }: { node: Explained }) {
  const words = useSegmentTexts();
  const kind = GROUP_KINDS.find((each) => Array.isArray(node[each]));
  const { holds, field, op, value } = node as { holds: boolean; field?: string; op?: string; value?: unknown };
  const isAttribute = field?.startsWith('attributes.') ?? false;
  const name = field && (isAttribute ? field.slice('attributes.'.length) : words(`field.${field}` as Key));
  return (
    <li className="py-1">
      <span className="flex items-center gap-2">
        {holds ? <Check className="size-4 shrink-0 text-good" aria-hidden /> : <X className="size-4 shrink-0 text-bad" aria-hidden />}
        <span>
          {kind
            ? words(KINDS[kind])
            : `${name} ${words(`op.${op}` as Key)} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`}
          <span className="sr-only">: {words(holds ? 'holds' : 'fails')}</span>
        </span>
      </span>
      {kind && (
        <ul className="ml-2 border-l border-line pl-4">
          {(node[kind] as Explained[]).map((one, index) => (
            <Reason key={index} node={one} />
          ))}
        </ul>
      )}
    </li>
  );
}
