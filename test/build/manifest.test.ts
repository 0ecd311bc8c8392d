import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { manifestProblems } from '../../scripts/manifest-checks';

const manifest = readFileSync('manifest.xml', 'utf8');

const square = (file: string): [number, number] => {
  const size = Number(/\d+/.exec(file)?.[0]);
  return [size, size];
};

const problems = (xml: string): string[] => manifestProblems(xml, square);

/** The manifest with one thing changed, which must be in it. */
function changed(from: string | RegExp, to: string): string {
  const result = manifest.replace(from, to);
  expect(result).not.toBe(manifest);
  return result;
}

/** The command as an admin runs it. */
function validate(xml: string): { ok: boolean; says: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'carryon-manifest-'));
  const file = path.join(folder, 'manifest.xml');
  writeFileSync(file, xml);
  const args = ['--import', 'tsx', 'scripts/validate.ts', file];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return { ok: status === 0, says: stdout + stderr };
}

describe('the manifest', () => {
  it('has no problem', () => {
    expect(problems(manifest)).toEqual([]);
  });

  it.each([
    ['more permission', /ReadWriteItem/, 'ReadWriteMailbox', /Permissions must be ReadWriteItem/],
    ['less permission', /ReadWriteItem/, 'ReadItem', /Permissions must be ReadWriteItem/],
    ['an id that is no GUID', /<Id>[^<]*/, '<Id>carryon', /is not a GUID/],
    ['a version of words', /<Version>[^<]*/, '<Version>new', /is not four numbers/],
    [
      'an address without TLS',
      /https:\/\/localhost:3000\/icons\/icon-16/,
      'http://localhost:3000/icons/icon-16',
      /is not https/,
    ],
    ['a second origin', /<AppDomain>[^<]*/, '<AppDomain>https://other.example', /one origin/],
    [
      'a resid without a resource',
      /<Label resid="Open.Label"/,
      '<Label resid="Lost.Label"',
      /"Lost.Label" has no resource/,
    ],
    ['a long id', /"MessageRead.Group"/, `"${'x'.repeat(33)}"`, /longer than 32/],
    ['an icon of another size', /icons\/icon-80/, 'icons/icon-64', /64 x 64 pixels, not 80/],
    [
      'a changed surface',
      /id="Organizer.Open"/,
      'id="Organizer.Other"',
      /differ in more than pinning/,
    ],
    [
      'pinning where it is not known',
      /(Pane.Url" \/>)/,
      '$1<SupportsPinning>true</SupportsPinning>',
      /1.0 does not know/,
    ],
    ['no pinning', /<SupportsPinning>true<\/SupportsPinning>/, '', /SupportsPinning belongs on/],
    [
      'a missing surface',
      /"AppointmentAttendeeCommandSurface"/,
      '"Module"',
      /The surfaces must be/,
    ],
  ])('is refused with %s', (_, from, to, message) => {
    expect(problems(changed(from, to)).join('\n')).toMatch(message);
  });

  it('is refused with event-based activation', () => {
    const event =
      '<ExtensionPoint xsi:type="LaunchEvent"><LaunchEvents><LaunchEvent Type="OnNewMessageCompose" FunctionName="f"/></LaunchEvents></ExtensionPoint>';
    const xml = changed('</DesktopFormFactor>', `${event}</DesktopFormFactor>`);
    expect(problems(xml).join('\n')).toMatch(/event-based activation/);
  });

  it('is refused without its newer version', () => {
    const xml = changed(/<VersionOverrides [^>]*1_1">[^]*?<\/VersionOverrides>/, '');
    expect(problems(xml).join('\n')).toMatch(/must be 1.0 and, in it, 1.1/);
  });

  it('is refused when an icon has no file', () => {
    expect(manifestProblems(manifest, () => null).join('\n')).toMatch(/has no file/);
  });
});

describe('npm run validate', () => {
  it('accepts the manifest with the icons that are there', () => {
    expect(validate(manifest)).toEqual({ ok: true, says: expect.stringContaining('is valid') });
  });

  it('fails and says why for one that asks for more', () => {
    const { ok, says } = validate(changed(/ReadWriteItem/, 'ReadWriteMailbox'));
    expect(ok).toBe(false);
    expect(says).toContain('Permissions must be ReadWriteItem');
  });

  it("fails for what Microsoft's own reader does not take", () => {
    const { ok, says } = validate(manifest.replaceAll('<SourceLocation resid="Pane.Url" />', ''));
    expect(ok).toBe(false);
    expect(says).toContain('SourceLocation is necessary');
  });

  it('fails for what is not XML', () => {
    expect(validate('<OfficeApp').ok).toBe(false);
  });
});
