/** `npm run build`: the production build in dist/, for any web server. */
import path from 'node:path';
import { build, prepare } from './bundle';
import { printSizes } from './sizes';

const dir = path.resolve('dist');
await prepare(dir);
await build(dir);
await printSizes(dir);
