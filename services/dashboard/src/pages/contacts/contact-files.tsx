import { Download, Shapes, Upload } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { download } from '../../api/client';
import { toProblem } from '../../api/problem';
import { Button } from '../../components/button';
import { useToast } from '../../components/toast';
import { may } from '../../session/permissions';
import { useSigned } from '../../session/session-context';
import { useSegmentTexts } from '../segments/use-segment-texts';

/** Contacts come from a file and go into one. */
export function ContactFiles() {
  const words = useSegmentTexts();
  const signed = useSigned();
  const say = useToast();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      await download('/api/v1/contacts/export', 'contacts.csv');
      say(() => words('exported'));
    } catch (error) {
      say(({ explain }) => explain(toProblem(error)), 'bad');
    } finally {
      setBusy(false);
    }
  };
  return (
    <span className="flex flex-wrap gap-2">
      <Button asChild variant="ghost">
        <Link to="/contacts/attributes">
          <Shapes aria-hidden />
          {words('attributesButton')}
        </Link>
      </Button>
      {may(signed, 'edit-inbox') && (
        <Button variant="ghost" busy={busy} onClick={() => void save()}>
          <Download aria-hidden />
          {words('exportButton')}
        </Button>
      )}
      {may(signed, 'answer') && (
        <Button asChild>
          <Link to="/contacts/imports">
            <Upload aria-hidden />
            {words('importButton')}
          </Link>
        </Button>
      )}
    </span>
  );
}
