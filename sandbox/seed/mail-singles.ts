import type { Block } from './mail-body';
import { pdf, type ScriptedMessage } from './mail-script';

/** Messages that stand alone: from leads, from strangers, and what every inbox has. */
export const singles: readonly (ScriptedMessage & {
  readonly subject: string;
  readonly name?: string;
})[] = [
  {
    subject: 'Pumps for a new ferry',
    from: 'ingrid.solberg@fjordkraft.example',
    daysAgo: 4,
    hour: 12,
    unread: true,
    body: [
      'Hello,',
      'we are building a ferry and need eight ballast pumps, class approved. Could you call me this week?',
      'Ingrid Solberg',
    ],
  },
  {
    subject: 'Packaging line, budget price',
    from: 'mei.tan@straits.example',
    daysAgo: 9,
    hour: 4,
    files: [
      [
        'Requirements.docx',
        'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        48_120,
      ],
    ],
    body: [
      'Dear Dana,',
      'for our budget we need a rough price (plus or minus 20 %) by the end of the month. Requirements attached.',
      'Mei',
    ],
  },
  {
    subject: 'Re: Your demo',
    from: 'sam@whitfielddairy.example',
    daysAgo: 6,
    hour: 10,
    body: [
      'Dana, that was very helpful. We talk to the bank on Monday and come back to you.',
      'Sam',
    ],
  },
  {
    subject: 'Invoice 88012 overdue?',
    from: 'dawn.fisher@tailspintoys.example',
    daysAgo: 3,
    hour: 15,
    unread: true,
    files: [['Invoice 88012.pdf', pdf, 52_009]],
    body: [
      'Hi Dana,',
      'I received a reminder for invoice 88012, but we paid it on the 2nd. Can you check with your accounting?',
      'Dawn',
    ],
  },
  {
    subject: 'Customs papers for the next shipment',
    from: 'taj.shand@wideworldimporters.example',
    daysAgo: 8,
    hour: 17,
    body: [
      'Dana,',
      'please add the HS codes to the packing list this time:',
      {
        table: [
          ['Part', 'HS code'],
          ['Conveyor modules', '8428.33'],
          ['Drives', '8501.52'],
          ['Control cabinets', '8537.10'],
        ],
      },
      'Taj',
    ],
  },
  {
    subject: 'Visita a la planta',
    from: 'jose.munoz@bosqueverde.example',
    daysAgo: 11,
    hour: 11,
    body: [
      'Hola Dana:',
      'te esperamos el jueves a las 9:30. La planta está a veinte minutos del aeropuerto.',
      'Un saludo, José',
    ],
  },
  {
    subject: 'Offert på nytt lager',
    from: 'lars.hakansson@svenskaverktyg.example',
    daysAgo: 17,
    hour: 8,
    body: [
      'Hej Dana,',
      'kan du räkna på ett höglager med 1 200 platser? Ritning kommer nästa vecka.',
      'Lars',
    ],
  },
  {
    subject: 'Προσφορά για τη γραμμή συσκευασίας',
    from: 'nikos.georgiou@aegeanfoods.example',
    daysAgo: 14,
    hour: 9,
    body: [
      'Καλημέρα Dana,',
      'η προσφορά μας αρέσει. Μπορούμε να μιλήσουμε για τον χρόνο παράδοσης;',
      'Νίκος',
    ],
  },
  {
    subject: '교육 일정 문의',
    from: 'seoyeon.lee@hanbit.example',
    daysAgo: 7,
    hour: 2,
    body: [
      '안녕하세요 Dana 님,',
      '운영자 교육을 다음 달 둘째 주에 진행할 수 있을까요? 참석자는 여섯 명입니다.',
      '이서연',
    ],
  },
  {
    subject: 'मशीन की वारंटी',
    from: 'kavita.deshpande@bharat-electricals.example',
    daysAgo: 19,
    hour: 6,
    body: ['नमस्ते डाना,', 'कृपया क्रमांक AX-2209 की वारंटी की अंतिम तिथि बताइए।', 'कविता'],
  },
  {
    subject: 'Ordine macinacaffè industriale',
    from: 'niccolo.deluca@caffevesuvio.example',
    daysAgo: 2,
    hour: 9,
    unread: true,
    body: [
      'Buongiorno Dana,',
      'confermiamo l’ordine. Attendiamo la conferma con la data di consegna.',
      'Niccolò',
    ],
  },
  {
    subject: 'Bottling season',
    from: 'paula.bento@cohowinery.example',
    daysAgo: 21,
    hour: 18,
    body: [
      'Hi Dana,',
      'harvest is in! We would like the filler serviced before bottling starts. Same two weeks as last year?',
      'Paula',
    ],
  },
  {
    subject: 'Invitation: trade fair, early bird',
    from: 'events@fairs.example',
    name: 'Automation Fairs',
    daysAgo: 1,
    hour: 5,
    unread: true,
    body: [
      'Early bird tickets end on Sunday.',
      { list: ['3 halls, 420 exhibitors', 'Conference on safety standards', 'Evening reception'] },
      'You receive this mail because you visited us last year.',
    ],
  },
  {
    subject: 'Your booking is confirmed',
    from: 'no-reply@skyways.example',
    name: 'Skyways',
    daysAgo: 3,
    hour: 19,
    files: [['Boarding pass.pdf', pdf, 88_733]],
    body: [
      'Thank you for flying with us.',
      {
        table: [
          ['Flight', 'From', 'To', 'Departure'],
          ['SK 441', 'SEA', 'HAM', '17:55'],
          ['SK 442', 'HAM', 'SEA', '11:10'],
        ],
      },
      'Wi-Fi is not available on this aircraft.',
    ],
  },
  {
    subject: 'Question about spare parts',
    from: 'h.brandt@bergwerk-sued.example',
    name: 'Heike Brandt',
    daysAgo: 2,
    hour: 13,
    unread: true,
    body: [
      'Hello,',
      'a colleague at Nordwind recommended you. Do you also deliver spare parts for machines that you did not sell?',
      'Heike Brandt',
      'Bergwerk Süd',
    ],
  },
  {
    subject: 'Pipeline review on Friday',
    from: 'omar@alpine-automation.example',
    daysAgo: 1,
    hour: 16,
    unread: true,
    body: [
      'Dana,',
      'for Friday please bring the three deals that can close this quarter, with the next step for each.',
      'Omar',
    ],
  },
  {
    subject: 'Travel plan, week 48',
    from: 'dana',
    to: ['omar@alpine-automation.example'],
    daysAgo: 4,
    hour: 17,
    body: [
      'Omar,',
      'my week: Hamburg on Tuesday and Wednesday, Lyon on Thursday. I am in the air most of Monday and Friday, so no network then.',
      'Dana',
    ],
  },
];

export interface ScriptedMeeting {
  readonly subject: string;
  readonly with: readonly string[];
  readonly days: number;
  readonly hour: number;
  readonly minutes: number;
  readonly location: string;
  readonly body: readonly Block[];
}

export const meetings: readonly ScriptedMeeting[] = [
  {
    subject: 'Service review with Fabrikam',
    with: ['grace.hollis@fabrikam.example', 'ben.carter@fabrikam.example'],
    days: 1,
    hour: 17,
    minutes: 60,
    location: 'Video call',
    body: ['Agenda:', { list: ['What happened in cell 4', 'Self-test', 'Spare parts on site'] }],
  },
  {
    subject: 'Rahmenvertrag: Termin bei Nordwind',
    with: ['juergen.weiss@nordwind-logistik.example', 'katrin.moeller@nordwind-logistik.example'],
    days: 3,
    hour: 9,
    minutes: 120,
    location: 'Hamburg, Am Sandtorkai 40, Raum 5.12',
    body: ['Entwurf des Rahmenvertrags, Indexbindung, Laufzeit.'],
  },
  {
    subject: 'Pipeline review',
    with: ['omar@alpine-automation.example'],
    days: 4,
    hour: 15,
    minutes: 45,
    location: 'Room Matterhorn',
    body: ['Three deals, next steps.'],
  },
];
