import { companies, type Company } from './companies';
import { dayOf, moment } from './day';
import { regionRef } from './demo-regions';
import { accountRef, contactRef } from './demo-customers';
import { serviceDesk } from './demo-teams';
import { userRef } from './empty';
import { guid } from './guid';
import { random } from './random';
import type { SeedRow } from './seed';
import { stages } from './tables/opportunity';

const projects = [
  'Conveyor line 3',
  'Robot cell extension',
  'Rahmenvertrag 2027',
  'Armoires de commande',
  '検査装置の更新',
  '灌装线项目',
  'Насосная станция № 2',
  'خط التعبئة',
  'Γραμμή συσκευασίας',
  '分析ラボの自動化',
  'Warehouse automation, phase 1',
  'Bottle filler service',
  'Höglager 1 200 platser',
  'Macinacaffè industriale',
  'Riego automático',
  '교육 및 유지보수',
  'Packing robots',
  'Sorter replacement',
  'ट्रांसफार्मर परीक्षण',
  'Roasting line',
  'Server room cooling',
  'Clinic logistics',
  'Przenośnik taśmowy',
  'Cryostat handling',
  'Depot concept',
] as const;

const extra = [
  'Service contract, five years',
  'Spare parts package',
  'Operator training',
  'Energy audit',
  'Safety upgrade',
] as const;

function opportunity(company: Company, name: string, index: number, anchor: number): SeedRow {
  const luck = random(4000 + index);
  const won = index % 11 === 5;
  const lost = index % 13 === 8;
  const stage = luck.between(0, 3);
  const value = luck.between(8, 240) * 2500;
  const [first] = company.people;
  return {
    table: 'opportunity',
    id: guid('opportunity', name, company.name),
    values: {
      name: `${name}`,
      customerid: accountRef(company),
      parentaccountid: accountRef(company),
      parentcontactid: first ? contactRef(company, first[2]) : null,
      estimatedvalue: value,
      budgetamount: Math.round((value * luck.between(80, 120)) / 100),
      estimatedclosedate: dayOf(anchor, luck.between(5, 150)),
      closeprobability: [20, 40, 60, 85][stage] ?? 20,
      stepname: stages[stage] ?? null,
      opportunityratingcode: luck.between(1, 3),
      purchasetimeframe: luck.between(0, 4),
      budgetstatus: luck.between(0, 3),
      decisionmaker: luck.between(0, 1) === 1,
      description:
        index % 3 === 0 ? 'Competitor has been asked as well. Decision by the board.' : null,
      customerneed: index % 3 === 1 ? 'Less manual handling, fewer stops.' : null,
      ...(won ? { actualvalue: value, actualclosedate: dayOf(anchor, -luck.between(3, 40)) } : {}),
      ownerid: userRef(company.owner),
      statecode: won ? 1 : lost ? 2 : 0,
      statuscode: won ? 3 : lost ? 5 : luck.between(1, 2),
      createdon: moment(anchor, -luck.between(20, 180), luck.between(7, 16)),
      modifiedon: moment(anchor, -luck.between(0, 18), luck.between(5, 8)),
    },
  };
}

/** About one for each company, and a second for some. */
export const opportunities = (anchor: number): SeedRow[] => [
  ...companies.map((company, index) =>
    opportunity(company, projects[index] ?? 'Project', index, anchor),
  ),
  ...extra.flatMap((name, index) => {
    const company = companies[index * 3];
    return company ? [opportunity(company, name, 30 + index, anchor)] : [];
  }),
];

const troubles = [
  'Cell 4 stops after tool change',
  'Panel shows error 4711',
  'Wrong spare part delivered',
  'Bremse rutscht bei Kälte',
  'Notice manquante en français',
  'センサーの誤検知',
  '备件交期咨询',
  'Утечка масла у насоса',
  'Invoice does not match order',
  'Request for a certificate',
  'Noise in drive 2',
  'Filler loses pressure',
  'Ljudnivå över gränsvärdet',
  'Password for the service panel',
  'Falta el manual',
  '펌웨어 업데이트 요청',
  'Belt tracking',
  'Barcode scanner offline',
  'वारंटी की पुष्टि',
  'Question about the warranty',
] as const;

/** Cases: open, waiting and solved ones. */
export const cases = (anchor: number): SeedRow[] =>
  troubles.map((title, index) => {
    const luck = random(5000 + index);
    const company = companies[index + 1] ?? companies[0];
    if (!company) throw new Error('no companies');
    const solved = index % 4 === 3;
    const contact = company.people[1];
    return {
      table: 'incident',
      id: guid('incident', title),
      values: {
        title,
        ticketnumber: `CAS-${String(10_200 + index)}`,
        customerid: accountRef(company),
        primarycontactid: contact ? contactRef(company, contact[2]) : null,
        prioritycode: luck.between(1, 3),
        casetypecode: luck.between(1, 3),
        caseorigincode: luck.between(1, 3),
        productserialnumber: `AX-${String(2200 + index)}`,
        followupby: moment(anchor, luck.between(1, 12), 0),
        description: `Reported by ${contact?.[0] ?? 'the customer'}. ${luck.pick(['Happens once a shift.', 'Since the last update.', 'No damage.', 'Production is not affected.'])}`,
        ownerid: index % 6 === 5 ? serviceDesk : userRef(company.owner),
        statecode: solved ? 1 : 0,
        statuscode: solved ? 5 : luck.between(1, 4),
        createdon: moment(anchor, -luck.between(4, 70), luck.between(7, 16)),
        modifiedon: moment(anchor, -luck.between(0, 3), luck.between(5, 8)),
      },
    };
  });

const machines = [
  'Conveyor CX-200',
  'Robot cell R4',
  'Palletizer P9',
  'Filler F12',
  'Shuttle S1',
  'Sorter T3',
  'Pump station PS-2',
  'Wrapper W7',
] as const;

/** Machines that stand at customers. */
export const machinery = (anchor: number): SeedRow[] =>
  companies.slice(0, 14).map((company, index) => {
    const luck = random(6000 + index);
    const days = -luck.between(100, 1500);
    return {
      table: 'new_equipment',
      id: guid('equipment', company.name),
      values: {
        new_name: `${luck.pick(machines)}, ${company.city}`,
        new_serialnumber: `AX-${String(2200 + index)}`,
        new_condition: 100_000_000 + luck.between(0, 3),
        new_installedon: dayOf(anchor, days),
        new_price: luck.between(20, 400) * 1250,
        new_underwarranty: days > -730,
        new_accountid: accountRef(company),
        new_regionid: regionRef(company.country),
        ownerid: userRef(company.owner),
        createdon: moment(anchor, -90),
        modifiedon: moment(anchor, -luck.between(2, 80)),
      },
    };
  });
