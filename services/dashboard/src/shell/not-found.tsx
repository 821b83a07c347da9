import { Compass } from 'lucide-react';
import { Link } from 'react-router';
import { Button } from '../components/button';
import { EmptyState, PageHeader } from '../components/layout';
import { useWords } from '../i18n/i18n';

export function NotFoundPage() {
  const { t } = useWords();
  return (
    <>
      <PageHeader title={t('notFound.title')} />
      <div className="card">
        <EmptyState
          icon={Compass}
          title={t('notFound.text')}
          text={t('notFound.hint')}
          action={
            <Button asChild>
              <Link to="/">{t('notFound.home')}</Link>
            </Button>
          }
        />
      </div>
    </>
  );
}
