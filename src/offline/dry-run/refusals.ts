import { CrmError } from '../../domain/crm-error';

/** An answer that the CRM is expected to give, as distinct from one that it gave. */
export class Refusal extends CrmError {
  constructor(status: number, code: string, message = '') {
    super({ kind: 'answered', status, code, message, retryAfterMs: null });
  }
}

/** What Dataverse answers. It has no words for the user here, who reads what Carryon makes of the code. */
export const refusals = {
  gone: () => new Refusal(404, '0x80040217'),
  exists: () => new Refusal(412, '0x80040237'),
  otherVersion: () => new Refusal(412, '0x80060882'),
  keyTaken: () => new Refusal(412, '0x80060892'),
  duplicate: () => new Refusal(412, '0x80040333'),
  noPrivilege: () => new Refusal(403, '0x80040220'),
  securedCreate: () => new Refusal(403, '0x8004f502'),
  securedUpdate: () => new Refusal(403, '0x8004f507'),
  noAccess: () => new Refusal(403, '0x80048306'),
  invalid: (message: string) => new Refusal(400, '', message),
} as const;
