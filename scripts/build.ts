/** `npm run build [folder]`: the production build, for any web server; without a folder in dist/. */
import path from 'node:path';
import { build, prepare } from './bundle';
import { printSizes } from './sizes';

const dir = path.resolve(process.argv[2] ?? 'dist');
await prepare(dir);
await build(dir);
await printSizes(dir);
