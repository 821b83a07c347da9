import { Shapes, Upload } from 'lucide-react';
import { Link } from 'react-router';
import { Button } from '../../components/button';
import { may } from '../../session/permissions';
import { useSigned } from '../../session/session-context';
import { useSegmentTexts } from '../segments/use-segment-texts';
import { ExportButton } from './export-button';

/** Contacts come from a file and go into one. */
export function ContactFiles() {
  const words = useSegmentTexts();
  const signed = useSigned();
  return (
    <span className="flex flex-wrap gap-2">
      <Button asChild variant="ghost">
        <Link to="/contacts/attributes">
          <Shapes aria-hidden />
          {words('attributesButton')}
        </Link>
      </Button>
      {may(signed, 'edit-inbox') && <ExportButton path="/api/v1/contacts/export" file="contacts.csv" />}
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
