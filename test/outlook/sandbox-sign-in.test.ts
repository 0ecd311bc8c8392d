import { describe, expect, it } from '@jest/globals';
import { sandboxSignIn } from '../../src/outlook/sandbox-sign-in';

describe('the sandbox sign-in', () => {
  it('gives the plain token of its user', async () => {
    expect(await sandboxSignIn('dana').token()).toBe('sandbox:dana');
  });

  it('counts the tokens that were refused, one by one', async () => {
    const signIn = sandboxSignIn('dana');
    expect(await signIn.token('sandbox:dana')).toBe('sandbox:dana:1');
    expect(await signIn.token('sandbox:dana:1')).toBe('sandbox:dana:2');
    expect(await signIn.token()).toBe('sandbox:dana:2');
  });

  it('counts a token once, however many requests it was refused to', async () => {
    const signIn = sandboxSignIn('ada');
    await signIn.token('sandbox:ada');
    expect(await signIn.token('sandbox:ada')).toBe('sandbox:ada:1');
  });
});
