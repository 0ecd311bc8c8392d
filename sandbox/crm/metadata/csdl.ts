import { entitiesXml } from './csdl-entity';
import type { Answer, Exchange } from '../exchange';
import type { Message, Parameter } from '../messages/message';
import { messages } from '../messages/message-requests';
import { metadataSets } from './requests';
import type { Model } from '../model/model';
import { notAllowed } from '../write/row-requests';

const parameter = ({ name, type, optional }: Parameter): string =>
  `<Parameter Name="${name}" Type="${type}"${optional ? '' : ' Nullable="false"'}${type === 'Edm.String' ? ' Unicode="false"' : ''} />`;

function messageXml({ name, kind, on, parameters = [], answers }: Message): string {
  const element = kind === 'function' ? 'Function' : 'Action';
  const bound: Parameter[] = on
    ? [
        {
          name: on.collection ? 'entityset' : 'entity',
          type: on.collection ? `Collection(mscrm.${on.table})` : `mscrm.${on.table}`,
        },
      ]
    : [];
  const returns = answers === undefined ? '' : `<ReturnType Type="${answers}" Nullable="false" />`;
  return `<${element} Name="${name}"${on ? ' IsBound="true"' : ''}>${[...bound, ...parameters].map(parameter).join('')}${returns}</${element}>`;
}

const importXml = ({ name, kind }: Message): string => {
  const element = kind === 'function' ? 'Function' : 'Action';
  return `<${element}Import Name="${name}" ${element}="mscrm.${name}" />`;
};

/** Types that messages name and no table is: left open, since their members are no table's. */
function otherTypes(model: Model): string {
  const named = messages.flatMap(({ parameters = [], answers }) => [
    ...parameters.map(({ type }) => type),
    ...(answers === undefined ? [] : [answers]),
  ]);
  const names = new Set(named.flatMap((type) => /mscrm\.(\w+)/.exec(type)?.[1] ?? []));
  return [...names]
    .filter(
      (name) => !model.described.has(name) && name !== 'crmbaseentity' && name !== 'principal',
    )
    .map((name) => `<ComplexType Name="${name}" OpenType="true" />`)
    .join('');
}

function build(model: Model): string {
  const { types, sets } = entitiesXml(model);
  const imports = messages.filter(({ on }) => !on).map(importXml);
  return (
    '<?xml version="1.0" encoding="utf-8"?>' +
    '<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>' +
    '<Schema Namespace="Microsoft.Dynamics.CRM" Alias="mscrm" xmlns="http://docs.oasis-open.org/odata/ns/edm">' +
    '<EntityType Name="crmbaseentity" Abstract="true" />' +
    '<EntityType Name="principal" BaseType="mscrm.crmbaseentity" Abstract="true" />' +
    `${types}${otherTypes(model)}${messages.map(messageXml).join('')}` +
    `<EntityContainer Name="System">${sets}${imports.join('')}</EntityContainer>` +
    '</Schema></edmx:DataServices></edmx:Edmx>'
  );
}

const known = new WeakMap<Model, string>();

/** Answers `$metadata`: the Web API's types as CSDL, worked out once for a model. */
export function csdl({ method, organization: { model } }: Exchange): Answer {
  if (method !== 'GET') throw notAllowed(method);
  let body = known.get(model);
  if (body === undefined) known.set(model, (body = build(model)));
  return { status: 200, text: { body, type: 'application/xml' } };
}

/** Answers the address of the Web API itself: what sets there are. */
export function serviceDocument({ method, organization: { model }, root }: Exchange): Answer {
  if (method !== 'GET') throw notAllowed(method);
  const names = [...[...model.described.values()].map(({ setName }) => setName), ...metadataSets];
  return {
    status: 200,
    json: {
      '@odata.context': `${root}$metadata`,
      value: names.map((name) => ({ name, kind: 'EntitySet', url: name })),
    },
  };
}
