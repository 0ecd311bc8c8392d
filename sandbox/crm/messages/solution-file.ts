import { inflateRawSync } from 'node:zlib';
import { faults } from '../errors';

/** What the manifest of a solution says. */
export interface Manifest {
  readonly uniqueName: string;
  readonly friendlyName: string;
  readonly version: string;
  readonly managed: boolean;
}

const entrySignature = 0x02014b50;
const largestManifest = 1_000_000;

/** The file `solution.xml` of a zip, by the list of entries at its end. Layout: PKWARE's APPNOTE. */
function manifestXml(zip: Buffer): string {
  for (let at = zip.indexOf('PK\x01\x02'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 4)) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== entrySignature) continue;
    const nameLength = zip.readUInt16LE(at + 28);
    if (zip.toString('utf8', at + 46, at + 46 + nameLength) !== 'solution.xml') continue;
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const data = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    const deflated = zip.readUInt16LE(at + 10) === 8;
    return (deflated ? inflateRawSync(data, { maxOutputLength: largestManifest }) : data).toString(
      'utf8',
    );
  }
  throw new Error('no solution.xml');
}

/** Reads the manifest of a solution's file, in base64. Throws where it is none. */
export function readManifest(base64: string): Manifest {
  try {
    const xml = manifestXml(Buffer.from(base64, 'base64'));
    const [, uniqueName = '', rest = ''] =
      /<UniqueName>([\w]{1,65})<\/UniqueName>([^]*)/.exec(xml) ?? [];
    if (uniqueName === '') throw new Error('no name');
    return {
      uniqueName,
      friendlyName: /<LocalizedName description="([^"]{1,256})"/.exec(rest)?.[1] ?? uniqueName,
      version: /<Version>([\d.]{1,50})<\/Version>/.exec(rest)?.[1] ?? '1.0.0.0',
      managed: /<Managed>1<\/Managed>/.test(rest),
    };
  } catch {
    throw faults.argument('The solution file is invalid: it has no readable solution.xml.');
  }
}
