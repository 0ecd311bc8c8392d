import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { errorOf, id, onlyNew, start, type Reply, type World } from '../world';

let world: World;
beforeEach(async () => {
  world = await start();
});
afterEach(() => world.crm.close());

const email = `emails(${id(1)})`;
const gist = (answer: Reply) => [answer.status, errorOf(answer).code];
const create = (body: object, user = 'dana') =>
  world.ask(email, { method: 'PATCH', headers: onlyNew, body: { subject: 'S', ...body }, user });

describe('CheckPromoteEmail', () => {
  const check = (messageId: string) =>
    world.ask(
      `CheckPromoteEmail(MessageId=@p1,Subject=@p2,DirectionCode=@p3)?@p1='${encodeURIComponent(messageId)}'&@p2='S'&@p3=0`,
    );

  it('knows the messages of the whole organisation', async () => {
    expect((await check('<1@x.example>')).json).toEqual({
      '@odata.context': `${world.crm.url}$metadata#Microsoft.Dynamics.CRM.CheckPromoteEmailResponse`,
      ShouldPromote: true,
      ReasonCode: 0,
    });
    await create({ messageid: '<1@x.example>' }, 'ada');
    expect((await check('<1@x.example>')).json).toMatchObject({
      ShouldPromote: false,
      ReasonCode: 1,
    });
  });

  it('needs the privilege to read activities, and its arguments', async () => {
    expect((await world.ask("CheckPromoteEmail(MessageId='x')")).status).toBe(400);
    await world.sandbox('POST role', { user: 'dana', privileges: { prvReadActivity: null } });
    expect(gist(await check('<1@x.example>'))).toEqual([403, '0x80040220']);
  });
});

describe('SendEmail', () => {
  const send = (IssueSend: boolean, user = 'dana') =>
    world.ask(`${email}/Microsoft.Dynamics.CRM.SendEmail`, {
      method: 'POST',
      body: { IssueSend },
      user,
    });
  const parties = {
    email_activity_parties: [
      { participationtypemask: 1, addressused: 'dana@alpine-automation.example' },
      { participationtypemask: 2, addressused: 'b@x.example' },
    ],
  };
  const status = async () => {
    const { json } = await world.ask(email);
    return [json['statecode'], json['statuscode'], json['senton'] !== null];
  };

  it('hands a draft to the transport, or marks it as sent, once', async () => {
    await create(parties);
    const answer = await send(true);
    expect([answer.status, answer.json['Subject']]).toEqual([200, 'S']);
    expect(await status()).toEqual([1, 6, false]);
    expect(gist(await send(true))).toEqual([400, '0x80040203']);
    await world.ask(email, { method: 'DELETE' });
    await create(parties);
    await send(false);
    expect(await status()).toEqual([1, 3, true]);
  });

  it('needs a sender, a recipient, and the right to write', async () => {
    await create({});
    expect(gist(await send(true))).toEqual([400, '0x80040203']);
    expect(await status()).toEqual([0, 1, false]);
    await create(parties);
    expect((await send(true, 'noor')).status).toBe(403);
  });
});
