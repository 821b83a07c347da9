import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ListChecks } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Dialog } from '../../components/dialog';
import { SelectField } from '../../components/field';
import { EmptyState, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { goldenTexts } from '../../i18n/golden';
import { useTexts } from '../../i18n/use-texts';
import { GoldenForm } from '../../pages/knowledge/golden-form';
import { useTenantId } from '../../session/session-context';
import type { Message } from '../data/contract';
import { goldenStart } from './golden-start';

/** Makes a golden question of what a customer asked. */
export function GoldenDialog({
  conversationId,
  messages,
  message,
  onClose,
}: {
  conversationId: string;
  messages: readonly Message[];
  message: Message;
  onClose: () => void;
}) {
  const t = useTexts(goldenTexts);
  const say = useToast();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<string>();
  const bases = useQuery({
    queryKey: ['knowledge', tenantId, 'all'],
    queryFn: () => unwrap(api.GET('/api/v1/knowledge-bases', { params: { query: { limit: 200 } } })),
  });
  const baseId = chosen ?? bases.data?.items[0]?.id;
  // What comes meanwhile does not change what was begun.
  const [start] = useState(() => goldenStart(messages, message));
  return (
    <Dialog open onClose={onClose} wide title={t('make')} description={t('makeText')}>
      {bases.isError && <ProblemNote problem={bases.error} retry={() => bases.refetch()} />}
      {bases.isPending && <SkeletonRows rows={3} />}
      {bases.data && !baseId && (
        <EmptyState
          icon={ListChecks}
          title={t('noBase')}
          text={t('noBaseText')}
          action={
            <Link to="/knowledge" className="text-brand-ink underline">
              {t('toKnowledge')}
            </Link>
          }
        />
      )}
      {bases.data && baseId && (
        <GoldenForm
          start={start && { ...start, expected: [] }}
          offered={start?.offered ?? []}
          before={
            bases.data.items.length > 1 && (
              <SelectField
                label={t('base')}
                value={baseId}
                onValue={setChosen}
                options={bases.data.items.map(({ id, name }) => [id, name] as const)}
              />
            )
          }
          close={onClose}
          save={async (fields) => {
            const body = { ...fields, source: { conversationId, messageId: message.id } };
            await unwrap(api.POST('/api/v1/knowledge-bases/{id}/golden-questions', { params: { path: { id: baseId } }, body }));
            void queries.invalidateQueries({ queryKey: ['knowledge', tenantId, baseId, 'golden'] });
            say(({ language }) => goldenTexts[language].made);
            onClose();
          }}
        />
      )}
    </Dialog>
  );
}
