/** What the header Prefer asks for. */
export interface Preferences {
  readonly representation: boolean;
  /** Rows a page, 5000 at most; null where not asked for. */
  readonly pageSize: number | null;
  /** Whether an annotation was asked for. */
  annotates(name: string): boolean;
  /** Whether any annotation was asked for. */
  readonly annotated: boolean;
  readonly everything: boolean;
  readonly continueOnError: boolean;
  readonly trackChanges: boolean;
  /** For the header Preference-Applied. */
  readonly applied: readonly string[];
}

/** Whether a name fits a wildcard such as `OData.Community.*`. */
function fits(name: string, wildcard: string): boolean {
  const [first = '', ...rest] = wildcard.trim().toLowerCase().split('*');
  const last = rest.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}

export function readPreferences(header: string | null): Preferences {
  const text = header ?? '';
  const size = /odata\.maxpagesize\s*=\s*(\d{1,9})/i.exec(text)?.[1];
  const quoted = /odata\.include-annotations\s*=\s*(?:"([^"]*)"|([^,;\s]+))/i.exec(text);
  const names = (quoted?.[1] ?? quoted?.[2] ?? '').split(',').filter((name) => name.trim() !== '');
  const trackChanges = /odata\.track-changes/i.test(text);
  const representation = /return\s*=\s*representation/i.test(text);
  return {
    representation,
    pageSize: size === undefined ? null : Math.min(5000, Math.max(1, Number(size))),
    annotates: (name) => names.some((each) => fits(name.toLowerCase(), each)),
    annotated: names.length > 0,
    everything: names.some((name) => name.trim() === '*'),
    continueOnError: /odata\.continue-on-error/i.test(text),
    trackChanges,
    applied: [
      ...(representation ? ['return=representation'] : []),
      ...(trackChanges ? ['odata.track-changes'] : []),
      ...(size === undefined ? [] : [`odata.maxpagesize=${size}`]),
      ...(quoted ? [`odata.include-annotations="${quoted[1] ?? quoted[2] ?? ''}"`] : []),
    ],
  };
}

export const annotation = {
  formatted: 'OData.Community.Display.V1.FormattedValue',
  logicalName: 'Microsoft.Dynamics.CRM.lookuplogicalname',
  navigation: 'Microsoft.Dynamics.CRM.associatednavigationproperty',
  total: 'Microsoft.Dynamics.CRM.totalrecordcount',
  limitExceeded: 'Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded',
  metadataVersion: 'Microsoft.Dynamics.CRM.globalmetadataversion',
} as const;
