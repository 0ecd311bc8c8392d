import * as combobox from '@zag-js/combobox';
import { normalizeProps, useMachine } from '@zag-js/preact';
import type { TargetedKeyboardEvent } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { ListItem } from '../../domain/record-store';
import { rowKey, sameRow } from '../../domain/row';
import { asLookup, detailParts, shownName } from '../names';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { Parts } from '../ui/parts';
import { useLive } from '../use-live';
import { useRemoteSearch } from '../use-remote-search';
import type { LookupProps } from './lookup-field';
import { useLookupSearch } from './lookup-search';
import './lookup.css';

const none: readonly ListItem[] = [];

/** A combobox over the records on this computer and, online, in the CRM. The label with the id `<id>-label` names it. */
export function LookupCombobox(props: LookupProps) {
  const { id, label, targets, value, onChange, suggestions = none } = props;
  const { app } = usePane();
  const model = useLive(app.model);
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const found = useLookupSearch({
    records: app.records,
    model,
    targets,
    text,
    open,
    among: props.among,
  });
  const search = useRemoteSearch(text.trim(), targets, open);
  const remote = search.kind === 'found' ? search.page.items : none;
  const items = useMemo(() => {
    const first = text === '' ? suggestions : none;
    const all = [...first, ...(found ?? none), ...remote].map(
      (item) => [rowKey(item), item] as const,
    );
    return [...new Map(all.toReversed()).values()].toReversed();
  }, [found, remote, suggestions, text]);
  const nothing =
    search.kind === 'found' ? strings.form.nothingAnywhere : strings.form.nothingFound;
  const collection = useMemo(() => {
    // Closed, it holds what is chosen, listed or not: the machine takes the input's text from it.
    const chosen = !open && value ? [{ ...value, detail: '', pending: false }] : none;
    const others = items.filter((item) => !chosen.some((one) => sameRow(one, item)));
    return combobox.collection<ListItem>({
      items: [...chosen, ...others],
      itemToValue: rowKey,
      itemToString: (item) => shownName(model, item.table, item.name),
    });
  }, [items, model, open, value]);

  const service = useMachine(combobox.machine, {
    id,
    ids: { input: id, label: `${id}-label`, content: `${id}-list` },
    collection,
    value: value ? [rowKey(value)] : [],
    defaultInputValue: value ? shownName(model, value.table, value.name) : '',
    inputBehavior: 'autohighlight',
    openOnClick: true,
    required: props.required,
    invalid: props.invalid,
    disabled: props.disabled,
    translations: { triggerLabel: strings.form.show(label) },
    positioning: { placement: 'bottom-start', sameWidth: true, strategy: 'fixed', gutter: 2 },
    onInputValueChange: (details) => {
      if (details.reason === 'input-change') setText(details.inputValue);
    },
    onOpenChange: (details) => {
      setOpen(details.open);
      if (details.open && details.reason !== 'input-change') setText('');
    },
    onValueChange: (details) => {
      const item = details.items[0] as ListItem | undefined;
      if (item) onChange(asLookup(item));
      else if (details.value.length === 0) onChange(null);
    },
  });
  const api = combobox.connect(service, normalizeProps);
  const inputProps = api.getInputProps();

  const onKeyDown = (event: TargetedKeyboardEvent<HTMLInputElement>) => {
    const handler: unknown = inputProps.onKeyDown;
    if (typeof handler === 'function') (handler as (event: unknown) => void)(event);
    // An open list takes Escape for itself: Outlook must not hear of it.
    if (event.key === 'Escape' && api.open) event.stopPropagation();
  };

  return (
    <div {...api.getRootProps()}>
      <div {...api.getControlProps()} class="lookup">
        <input
          {...inputProps}
          type="text"
          role="combobox"
          aria-controls={`${id}-list`}
          aria-expanded={api.open}
          class="input lookup-input"
          dir="auto"
          placeholder={props.disabled ? strings.form.none : strings.form.lookupHint}
          {...(props.describedBy === undefined ? {} : { 'aria-describedby': props.describedBy })}
          onKeyDown={onKeyDown}
        />
        {value && !props.disabled && (
          <Button
            look="subtle"
            icon="dismiss"
            label={strings.form.clear(label)}
            onClick={() => {
              api.clearValue();
              api.focus();
            }}
          />
        )}
        {!props.disabled && (
          <button {...api.getTriggerProps()} class="button button-subtle button-icon">
            <Icon name="chevronDown" />
          </button>
        )}
      </div>
      <div {...api.getPositionerProps()} class="lookup-positioner">
        <div
          {...api.getContentProps()}
          aria-labelledby={undefined}
          aria-label={strings.form.choices(label)}
          class="lookup-list"
        >
          {(api.open ? items : none).map((item) => {
            const details = [
              ...detailParts(model, item, targets.length > 1),
              ...(remote.includes(item) ? [strings.remote.notHere] : []),
            ];
            return (
              <div key={rowKey(item)} {...api.getItemProps({ item })} class="lookup-item">
                <span class="lookup-name" dir="auto">
                  {shownName(model, item.table, item.name)}
                </span>
                {details.length > 0 && (
                  <span class="muted lookup-detail">
                    <Parts texts={details} />
                  </span>
                )}
              </div>
            );
          })}
        </div>
        {api.open && found !== null && items.length === 0 && (
          <p class="lookup-none" role="status">
            {search.kind === 'looking' ? strings.remote.looking : nothing}
          </p>
        )}
      </div>
    </div>
  );
}
