import { ArrowUpRight } from 'lucide-react';
import { Link } from 'react-router';
import { quotaBannerEn } from '../i18n/quota-banner.en';
import { quotaBannerEs } from '../i18n/quota-banner.es';
import { useTexts } from '../i18n/use-texts';
import { useSigned } from '../session/session-context';
import { Button } from './button';

const TEXTS = { en: quotaBannerEn, es: quotaBannerEs };

/** The way to a larger plan: for who may buy one the page of the plan, in another tab, so that nothing that was typed is lost; for others, whom to ask. */
export function PlanWay({ className, variant }: { className?: string; variant?: 'secondary' }) {
  const p = useTexts(TEXTS);
  const { superadmin, role } = useSigned();
  if (!superadmin && role !== 'owner') return <p className={className}>{p('quota.prompt.ask')}</p>;
  return (
    <Button asChild size="small" variant={variant} className={className}>
      <Link to="/plan" target="_blank" rel="noopener">
        {p('quota.prompt.upgrade')}
        <ArrowUpRight aria-hidden />
      </Link>
    </Button>
  );
}
