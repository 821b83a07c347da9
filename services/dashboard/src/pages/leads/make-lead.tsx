import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Handshake } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { toProblem } from '../../api/problem';
import { Button } from '../../components/button';
import { useToast } from '../../components/toast';
import { useTenantId } from '../../session/session-context';
import { useLeadTexts } from './lead-data';

/** Makes a lead of a contact in one click; a contact that has an open one leads to the board. */
export function MakeLead({ contactId, isFromConversation = false }: { contactId: string; isFromConversation?: boolean }) {
  const words = useLeadTexts();
  const say = useToast();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const leads = useQuery({
    queryKey: ['leads', tenantId, 'contact', contactId],
    queryFn: () => unwrap(api.GET('/api/v1/leads', { params: { query: { contactId, limit: 20 } } })),
  });
  if (!leads.data) return null;
  const icon = <Handshake aria-hidden />;
  if (leads.data.items.some(({ closedAt }) => closedAt === undefined))
    return (
      <Button asChild variant="ghost" size="small">
        <Link to="/leads">
          {icon}
          {words('open')}
        </Link>
      </Button>
    );
  const make = async () => {
    setBusy(true);
    try {
      await unwrap(api.POST('/api/v1/leads', { body: { contactId, isFromConversation } }));
      say(() => words('made'));
    } catch (error) {
      say(({ explain }) => explain(toProblem(error)), 'bad');
    } finally {
      setBusy(false);
      void queries.invalidateQueries({ queryKey: ['leads', tenantId] });
    }
  };
  return (
    <Button variant="ghost" size="small" busy={busy} onClick={() => void make()}>
      {icon}
      {words('make')}
    </Button>
  );
}
