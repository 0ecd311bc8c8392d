import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { errorOf, id, onlyNew, rowsOf, start, type Reply, type World } from '../world';

let world: World;
beforeEach(async () => {
  world = await start();
});
afterEach(() => world.crm.close());

const email = (number: number): string => `emails(${id(number)})`;
const create = (path: string, body: object, user = 'dana') =>
  world.ask(path, { method: 'PATCH', headers: onlyNew, body, user });
const change = (path: string, body: object, user = 'dana') =>
  world.ask(path, { method: 'PATCH', headers: { 'If-Match': '*' }, body, user });
const gist = (answer: Reply) => [answer.status, errorOf(answer).code];
const attach = (number: number, body: object, user = 'dana') =>
  world.ask('activitymimeattachments', {
    method: 'POST',
    body: { 'objectid_email@odata.bind': email(number), filename: 'a.pdf', ...body },
    user,
  });

describe('the parties of an activity', () => {
  const parties = async (path: string, user = 'dana') =>
    rowsOf(await world.ask(path, { user })).map((row) => [
      row['participationtypemask'],
      row['_partyid_value'],
      row['addressused'],
    ]);

  it('are those that were sent, and the owner and the regarded row, which follow every change', async () => {
    await create(`accounts(${id(1)})`, { name: 'A', emailaddress1: 'a@x.example' });
    await create(`contacts(${id(2)})`, { lastname: 'C', emailaddress1: 'c@x.example' });
    const me = (await world.ask('WhoAmI')).json['UserId'];
    await create(email(3), {
      subject: 'S',
      'regardingobjectid_account_email@odata.bind': `accounts(${id(1)})`,
      email_activity_parties: [{ participationtypemask: 4, addressused: 'b@y.example' }],
    });
    const path = `${email(3)}/email_activity_parties?$orderby=participationtypemask`;
    expect(await parties(path)).toEqual([
      [4, null, 'b@y.example'],
      [8, id(1), 'a@x.example'],
      [9, me, 'dana@alpine-automation.example'],
    ]);
    await change(email(3), {
      'regardingobjectid_contact_email@odata.bind': `contacts(${id(2)})`,
    });
    expect((await parties(path))[1]).toEqual([8, id(2), 'c@x.example']);
    await change(email(3), { 'regardingobjectid_contact_email@odata.bind': null });
    expect(await parties(path)).toHaveLength(2);
  });

  it('have a part that the activity knows', async () => {
    const send = (mask: number) =>
      world.ask('emails', {
        method: 'POST',
        body: { subject: 'S', email_activity_parties: [{ participationtypemask: mask }] },
      });
    expect((await send(3)).status).toBe(204);
    expect(gist(await send(5))).toEqual([400, '0x80040203']);
    expect(gist(await send(99))).toEqual([400, '0x8004431A']);
  });

  it('are read where their activity may be read, and only in collections', async () => {
    await create(email(3), {
      subject: 'S',
      email_activity_parties: [{ participationtypemask: 2, addressused: 'b@y.example' }],
    });
    await create(
      email(4),
      {
        subject: 'Mine',
        email_activity_parties: [{ participationtypemask: 2, addressused: 'secret@y.example' }],
      },
      'ada',
    );
    const all = 'activityparties?$filter=participationtypemask eq 2';
    expect((await parties(all)).map(([, , address]) => address)).toEqual(['b@y.example']);
    expect(await parties(all, 'ada')).toHaveLength(2);
    const [row] = rowsOf(await world.ask(all));
    const one = await world.ask(`activityparties(${String(row?.['activitypartyid'])})`);
    expect(gist(one)).toEqual([400, '0x80040800']);
  });
});

describe('a message id', () => {
  it('is taken once in the organisation, also where the other e-mail is not visible', async () => {
    await create(email(1), { subject: 'S', messageid: '<1@x.example>' }, 'ada');
    const mine = await world.ask("emails?$filter=messageid eq '<1@x.example>'");
    expect(rowsOf(mine)).toEqual([]);
    const again = await create(email(2), { subject: 'S', messageid: '<1@x.example>' });
    expect(gist(again)).toEqual([412, '0x80040237']);
  });
});

describe('a completed e-mail', () => {
  beforeEach(async () => {
    await create(`accounts(${id(1)})`, { name: 'A' });
    await create(email(1), { subject: 'S', description: '<p>Hi</p>', directioncode: false });
    expect((await change(email(1), { statecode: 1, statuscode: 4 })).status).toBe(204);
  });

  it('cannot be changed, neither its columns nor its parties', async () => {
    expect(gist(await change(email(1), { subject: 'Other' }))).toEqual([400, '0x80040203']);
    expect(gist(await change(email(1), { description: null }))).toEqual([400, '0x80040203']);
    const parties = await world.ask(`${email(1)}/email_activity_parties`, {
      method: 'PUT',
      body: { value: [] },
    });
    expect(gist(parties)).toEqual([400, '0x80040203']);
    expect((await world.ask(email(1))).json['subject']).toBe('S');
  });

  it('takes another regarding and another state, and what it has already', async () => {
    const regarding = { 'regardingobjectid_account_email@odata.bind': `accounts(${id(1)})` };
    expect((await change(email(1), { ...regarding, subject: 'S' })).status).toBe(204);
    expect((await world.ask(email(1))).json['_regardingobjectid_value']).toBe(id(1));
    expect((await change(email(1), { statecode: 2, statuscode: 5 })).status).toBe(204);
    expect(gist(await change(email(1), { subject: 'Other' }))).toEqual([400, '0x80040203']);
  });

  it('takes no more files, but lets one go', async () => {
    await create(email(2), { subject: 'S' });
    await attach(2, { body: 'YQ==' });
    await change(email(2), { statecode: 1, statuscode: 3 });
    expect(gist(await attach(2, { body: 'YQ==' }))).toEqual([400, '0x80040203']);
    const [file] = rowsOf(await world.ask('activitymimeattachments'));
    const address = `activitymimeattachments(${String(file?.['activitymimeattachmentid'])})`;
    expect((await world.ask(address, { method: 'DELETE' })).status).toBe(204);
    expect((await world.ask(email(2))).json['attachmentcount']).toBe(0);
  });
});

describe('attachments', () => {
  beforeEach(async () => {
    await create(email(1), { subject: 'S' });
  });

  it('belong to an e-mail, which counts them, and know their size', async () => {
    expect((await attach(1, { body: 'aGVsbG8=', mimetype: 'text/plain' })).status).toBe(204);
    await attach(1, { body: 'YQ==' });
    const files = rowsOf(
      await world.ask(`${email(1)}/activity_pointer_activity_mime_attachment?$orderby=filesize`),
    );
    expect(files).toMatchObject([
      { filesize: 1, objecttypecode: 'email', body: 'YQ==', _objectid_value: id(1) },
      { filesize: 5, filename: 'a.pdf', mimetype: 'text/plain' },
    ]);
    expect((await world.ask(email(1))).json['attachmentcount']).toBe(2);
    await world.ask(email(1), { method: 'DELETE' });
    expect(rowsOf(await world.ask('activitymimeattachments', { user: 'ada' }))).toEqual([]);
  });

  it('are not larger than the organisation allows, which its administrator decides', async () => {
    const [organization] = rowsOf(await world.ask('organizations?$select=maxuploadfilesize'));
    expect(organization?.['maxuploadfilesize']).toBe(5_242_880);
    const path = `organizations(${String(organization?.['organizationid'])})`;
    expect(gist(await change(path, { maxuploadfilesize: 8 }))).toEqual([403, '0x80040220']);
    expect((await change(path, { maxuploadfilesize: 8 }, 'ada')).status).toBe(204);
    expect((await attach(1, { body: 'aGVsbG8=' })).status).toBe(204);
    const large = await attach(1, { body: 'aGVsbG8gdGhlcmU=' });
    expect(errorOf(large)).toEqual({
      code: '0x80044a02',
      message: 'Attachment file size is too big.',
    });
    expect((await world.ask(email(1))).json['attachmentcount']).toBe(1);
  });

  it('have content in Base64 and a name that is not blocked', async () => {
    expect(gist(await attach(1, { body: 'no base64!' }))).toEqual([400, '0x80048d19']);
    expect(gist(await attach(1, { body: 'YQ==', filename: 'a.EXE' }))).toEqual([400, '0x80043e09']);
    const alone = await world.ask('activitymimeattachments', {
      method: 'POST',
      body: { filename: 'a.txt', body: 'YQ==' },
    });
    expect(gist(alone)).toEqual([400, '0x80040200']);
  });

  it('are for those who may write, or read, their e-mail', async () => {
    await create(email(2), { subject: 'S' }, 'ada');
    expect(gist(await attach(2, { body: 'YQ==' }))[0]).toBe(403);
    await attach(2, { body: 'YQ==' }, 'ada');
    expect(rowsOf(await world.ask('activitymimeattachments'))).toEqual([]);
    const [file] = rowsOf(await world.ask('activitymimeattachments', { user: 'noor' }));
    const address = `activitymimeattachments(${String(file?.['activitymimeattachmentid'])})`;
    expect(gist(await world.ask(address))).toEqual([403, '0x80048306']);
    expect(gist(await world.ask(address, { method: 'DELETE', user: 'noor' }))[0]).toBe(403);
  });
});

it('refuses a filter on the text of an e-mail or a file', async () => {
  for (const path of [
    "emails?$filter=contains(description,'a')",
    "emails?$filter=description eq 'a'",
    "activitymimeattachments?$filter=startswith(body,'a')",
  ])
    expect(gist(await world.ask(path))).toEqual([400, '0x80040203']);
});

describe('notes', () => {
  it('stand on any row, carry a file, and go with their row', async () => {
    await create(`accounts(${id(1)})`, { name: 'A' }, 'ada');
    await create(`new_equipments(${id(2)})`, { new_name: 'E' });
    const note = (number: number, body: object, user = 'dana') =>
      create(`annotations(${id(number)})`, { subject: 'N', ...body }, user);
    await note(
      3,
      {
        'objectid_account@odata.bind': `accounts(${id(1)})`,
        filename: 'a.txt',
        documentbody: 'YQ==',
      },
      'ada',
    );
    await note(4, { 'objectid_new_equipment@odata.bind': `new_equipments(${id(2)})` });
    expect(
      rowsOf(await world.ask(`accounts(${id(1)})/Account_Annotation`, { user: 'ada' })),
    ).toMatchObject([
      { isdocument: true, filesize: 1, objecttypecode: 'account', filename: 'a.txt' },
    ]);
    expect(rowsOf(await world.ask('annotations'))).toMatchObject([
      { annotationid: id(4), isdocument: false, objecttypecode: 'new_equipment' },
    ]);
    expect((await world.ask(`annotations(${id(4)})`)).json).not.toHaveProperty('statecode');
    await change(`annotations(${id(3)})`, { documentbody: null }, 'ada');
    expect((await world.ask(`annotations(${id(3)})`, { user: 'ada' })).json).toMatchObject({
      isdocument: false,
      filesize: 0,
    });
    await world.ask(`accounts(${id(1)})`, { method: 'DELETE', user: 'ada' });
    expect(rowsOf(await world.ask('annotations', { user: 'ada' }))).toHaveLength(1);
  });

  it('have the privilege of notes', async () => {
    await world.sandbox('POST role', { user: 'dana', privileges: { prvReadNote: null } });
    expect(gist(await world.ask('annotations'))).toEqual([403, '0x80040220']);
  });
});

it('lets the plug-in of the organisation change a value', async () => {
  await create(`leads(${id(1)})`, { subject: 'L', websiteurl: 'www.x.example' });
  expect((await world.ask(`leads(${id(1)})`)).json['websiteurl']).toBe('https://www.x.example');
});
