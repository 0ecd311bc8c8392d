import Sequencer from '@jest/test-sequencer';

/** The tests that take longest, in that order. A worker that began one of them last would leave the others idle. */
const LONGEST = [
  'simulation/mutants',
  'thorough/kill',
  'browser/screens',
  'simulation/simulation',
  'simulation/dry-run',
  'browser/story',
  'browser/outlook-host',
  'thorough/keyboard',
  'thorough/pane-behaviour',
];

const rank = ({ path }) => {
  const at = LONGEST.findIndex((one) => path.replaceAll('\\', '/').endsWith(`/${one}.test.ts`));
  return at === -1 ? LONGEST.length : at;
};

export default class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => rank(a) - rank(b));
  }
}
