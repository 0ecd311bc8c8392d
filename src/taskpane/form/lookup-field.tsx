import type { ListItem } from '../../domain/record-store';
import type { Lookup } from '../../domain/value';
import { useLazy } from '../use-lazy';

export interface LookupProps {
  readonly id: string;
  readonly label: string;
  /** Tables to search. */
  readonly targets: readonly string[];
  readonly value: Lookup | null;
  readonly onChange: (value: Lookup | null) => void;
  readonly required?: boolean;
  readonly invalid?: boolean;
  readonly disabled?: boolean;
  readonly describedBy?: string | undefined;
  /** All there are, where they are no records of this computer. */
  readonly among?: readonly ListItem[] | undefined;
  /** Offered before anything is typed. */
  readonly suggestions?: readonly ListItem[];
}

/** A reference to another record. The combobox machine is loaded when a form first needs it. */
export function LookupField(props: LookupProps) {
  const part = useLazy(() => import('./lookup-combobox'));
  if (part) return <part.LookupCombobox {...props} />;
  return (
    <input
      id={props.id}
      type="text"
      class="input"
      role="combobox"
      aria-expanded={false}
      aria-controls={`${props.id}-list`}
      readOnly
      value={props.value?.name ?? ''}
    />
  );
}
