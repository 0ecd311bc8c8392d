/** What Microsoft's validators let pass in a manifest, and what this add-in promises its admins. */
import { parseXml, XmlElement } from '@rgrove/parse-xml';

/** More would need a new consent from every admin. */
const PERMISSION = 'ReadWriteItem';

/** Outlook's documented limit for ids, in characters. */
const ID_LIMIT = 32;

const MESSAGES = ['MessageReadCommandSurface', 'MessageComposeCommandSurface'];
const SURFACES = [
  ...MESSAGES,
  'AppointmentOrganizerCommandSurface',
  'AppointmentAttendeeCommandSurface',
];

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const VERSION = /^\d+(\.\d+){3}$/;

/** Pixel width and height of an icon by its file name; null where there is no such file. */
export type IconSize = (file: string) => readonly [width: number, height: number] | null;

const children = (element: XmlElement): XmlElement[] =>
  element.children.filter((child) => child instanceof XmlElement);

const child = (element: XmlElement, name: string): XmlElement | undefined =>
  children(element).find((each) => each.name === name);

const descendants = (element: XmlElement): XmlElement[] =>
  children(element).flatMap((each) => [each, ...descendants(each)]);

const type = (element: XmlElement): string => element.attributes['xsi:type'] ?? '';

/**
 * Everything that is wrong with the manifest, in sentences; empty: nothing.
 * @throws Error where it is not even XML
 */
export function manifestProblems(xml: string, iconSize: IconSize): string[] {
  const root = parseXml(xml).root;
  if (root?.name !== 'OfficeApp') return ['The manifest is not an OfficeApp.'];
  const all = descendants(root);
  const versions = all.filter(({ name }) => name === 'VersionOverrides');
  return [
    ...identity(root),
    ...permission(all),
    ...noEvents(all),
    ...identifiers(all),
    ...addresses(all),
    ...versions.flatMap((version) => resources(version, iconSize)),
    ...baseIcons(root, iconSize),
    ...surfaces(versions),
  ];
}

function identity(root: XmlElement): string[] {
  const id = child(root, 'Id')?.text ?? '';
  const version = child(root, 'Version')?.text ?? '';
  return [
    ...(GUID.test(id) ? [] : [`Id "${id}" is not a GUID.`]),
    ...(VERSION.test(version) ? [] : [`Version "${version}" is not four numbers.`]),
  ];
}

function permission(all: readonly XmlElement[]): string[] {
  const asked = all.filter(({ name }) => name === 'Permissions').map(({ text }) => text);
  return asked.length === 1 && asked[0] === PERMISSION
    ? []
    : [`Permissions must be ${PERMISSION} once, not "${asked.join(', ')}".`];
}

function noEvents(all: readonly XmlElement[]): string[] {
  const isEvent = (element: XmlElement): boolean =>
    ['LaunchEvents', 'LaunchEvent', 'Runtimes'].includes(element.name) ||
    ['LaunchEvent', 'Events'].includes(type(element));
  return all
    .filter(isEvent)
    .map(({ name }) => `${name}: event-based activation needs a new consent from every admin.`);
}

function identifiers(all: readonly XmlElement[]): string[] {
  return all
    .flatMap(({ attributes }) => [attributes['id'] ?? '', attributes['resid'] ?? ''])
    .filter((id) => id.length > ID_LIMIT)
    .map((id) => `"${id}" is longer than ${ID_LIMIT} characters.`);
}

function addresses(all: readonly XmlElement[]): string[] {
  const urls = all
    .flatMap(({ name, text, attributes }) => [
      attributes['DefaultValue'] ?? '',
      name === 'AppDomain' ? text : '',
    ])
    .filter((value) => URL.canParse(value))
    .map((value) => new URL(value));
  const insecure = urls.filter(({ protocol }) => protocol !== 'https:');
  const origins = [...new Set(urls.map(({ origin }) => origin))];
  return [
    ...insecure.map(({ href }) => `${href} is not https.`),
    ...(origins.length === 1 ? [] : [`There must be one origin, not ${origins.join(', ')}.`]),
  ];
}

/** A version's own resources: a nested version has its own. */
function resources(version: XmlElement, iconSize: IconSize): string[] {
  const own = children(version).filter(({ name }) => name !== 'VersionOverrides');
  const elements = own.flatMap(descendants);
  const values = new Map(
    elements.flatMap(({ attributes: { id, DefaultValue } }) =>
      id !== undefined && DefaultValue !== undefined ? [[id, DefaultValue] as const] : [],
    ),
  );
  const unresolved = elements
    .map(({ attributes }) => attributes['resid'])
    .filter((resid) => resid !== undefined && !values.has(resid))
    .map((resid) => `resid "${resid}" has no resource in ${type(version)}.`);
  const icons = elements.flatMap(({ attributes: { size, resid } }) => {
    const url = values.get(resid ?? '');
    return size === undefined || url === undefined ? [] : icon(url, Number(size), iconSize);
  });
  return [...unresolved, ...icons];
}

function baseIcons(root: XmlElement, iconSize: IconSize): string[] {
  const sizes = { IconUrl: 64, HighResolutionIconUrl: 128 };
  return Object.entries(sizes).flatMap(([name, size]) =>
    icon(child(root, name)?.attributes['DefaultValue'] ?? '', size, iconSize),
  );
}

function icon(url: string, size: number, iconSize: IconSize): string[] {
  const file = url.split('/').at(-1) ?? '';
  const found = iconSize(file);
  if (found === null) return [`Icon "${url}" has no file.`];
  const [width, height] = found;
  return width === size && height === size
    ? []
    : [`Icon ${file} is ${width} x ${height} pixels, not ${size}.`];
}

/** The four surfaces, the same in both versions but for pinning. */
function surfaces(versions: readonly XmlElement[]): string[] {
  const names = versions.map(type);
  if (names.join() !== 'VersionOverridesV1_0,VersionOverridesV1_1')
    return [`VersionOverrides must be 1.0 and, in it, 1.1, not ${names.join(', ') || 'none'}.`];
  const [old, latest] = versions.map((version) => {
    const hosts = child(version, 'Hosts');
    return hosts ? descendants(hosts).filter(({ name }) => name === 'ExtensionPoint') : [];
  });
  if (!old || !latest) return [];
  const problems: string[] = [];
  for (const points of [old, latest])
    if (points.map(type).join() !== SURFACES.join())
      problems.push(`The surfaces must be ${SURFACES.join(', ')}.`);
  if (old.map(withoutPinning).join() !== latest.map(withoutPinning).join())
    problems.push('The surfaces of VersionOverrides 1.0 and 1.1 differ in more than pinning.');
  if (pinned(old).length > 0) problems.push('VersionOverrides 1.0 does not know SupportsPinning.');
  if (pinned(latest).join() !== MESSAGES.join())
    problems.push(`SupportsPinning belongs on ${MESSAGES.join(' and ')}.`);
  return problems;
}

const pinned = (points: readonly XmlElement[]): string[] =>
  points
    .filter((point) => descendants(point).some(({ name }) => name === 'SupportsPinning'))
    .map(type);

function withoutPinning(element: XmlElement): string {
  const inner = children(element).filter(({ name }) => name !== 'SupportsPinning');
  return JSON.stringify([element.name, element.attributes, inner.map(withoutPinning)]);
}
