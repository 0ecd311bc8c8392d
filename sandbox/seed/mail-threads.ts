import { pdf, xlsx, type Thread } from './mail-script';
import { foreignThreads } from './mail-threads-abroad';

/** Conversations with customers, each an exchange of three to five messages. */
export const threads: readonly Thread[] = [
  ...foreignThreads,
  {
    subject: 'Conveyor line 3: revised quotation',
    messages: [
      {
        from: 'marcus.webb@contoso.example',
        daysAgo: 12,
        hour: 8,
        body: [
          'Hi Dana,',
          'we went through your quotation for line 3. Three things before it can go to the board:',
          {
            list: [
              'the drives should be the ones we already stock',
              'delivery in two lots, first before the shutdown in week 7',
              'a price for the five-year service contract',
            ],
          },
          'Can you send a revised version by Friday?',
          'Thanks, Marcus',
        ],
      },
      {
        from: 'dana',
        daysAgo: 12,
        hour: 10,
        body: [
          'Hi Marcus,',
          'all three can be done. I have asked our engineers about the drives and will have the numbers on Thursday.',
          'Best regards, Dana',
        ],
      },
      {
        from: 'dana',
        daysAgo: 10,
        hour: 15,
        files: [['Quotation 2231 rev B.pdf', pdf, 284_133]],
        body: [
          'Hi Marcus,',
          'here is revision B. In short:',
          {
            table: [
              ['Item', 'Quantity', 'Price'],
              ['Conveyor modules', '14', '$182,000'],
              ['Drives (your stock type)', '14', '$37,800'],
              ['Service, five years', '1', '$46,500'],
            ],
          },
          'The first lot can be on site two weeks before the shutdown.',
          'Dana',
        ],
      },
      {
        from: 'anna.lindqvist@contoso.example',
        to: ['dana'],
        cc: ['marcus.webb@contoso.example'],
        daysAgo: 3,
        hour: 13,
        body: [
          'Dana,',
          'Marcus forwarded your revision. The board meets next week and I expect a yes, provided that payment is 30/60/10. Is that possible?',
          'Anna',
        ],
      },
      {
        from: 'marcus.webb@contoso.example',
        daysAgo: 1,
        hour: 7,
        unread: true,
        body: [
          'Good morning,',
          'one more thing for the contract: our site rules for contractors are attached. Please confirm that your fitters have the training listed on page 2.',
        ],
        files: [['Site rules for contractors.pdf', pdf, 96_400]],
      },
    ],
  },
  {
    subject: 'Robot cell stops after tool change',
    messages: [
      {
        from: 'ben.carter@fabrikam.example',
        daysAgo: 6,
        hour: 6,
        files: [
          ['cell4-log.txt', 'text/plain', 18_220],
          ['panel.jpg', 'image/jpeg', 412_908],
        ],
        body: [
          'Hello,',
          'cell 4 has stopped three times tonight, always right after a tool change. Error 4711 on the panel, photo and log attached.',
          'We run it by hand for now, which costs us about 40 parts an hour.',
          'Ben',
        ],
      },
      {
        from: 'dana',
        cc: ['grace.hollis@fabrikam.example'],
        daysAgo: 6,
        hour: 8,
        body: [
          'Ben, thank you for the log.',
          'I have opened a case with priority high. A technician calls you within the hour.',
          'Dana',
        ],
      },
      {
        from: 'grace.hollis@fabrikam.example',
        daysAgo: 5,
        hour: 16,
        body: [
          'Dana,',
          'the technician found a loose connector. Running again since noon. I would still like to understand why the self-test did not see it. Can we talk on Thursday?',
          'Grace',
        ],
      },
      {
        from: 'dana',
        daysAgo: 5,
        hour: 17,
        body: ['Of course. Thursday 10:00 your time? I bring our head of service.', 'Dana'],
      },
    ],
  },
  {
    subject: 'Rahmenvertrag 2027',
    messages: [
      {
        from: 'katrin.moeller@nordwind-logistik.example',
        daysAgo: 20,
        hour: 9,
        body: [
          'Guten Tag Frau Whitaker,',
          'für das kommende Jahr möchten wir den Rahmenvertrag verlängern. Bitte senden Sie uns bis Monatsende Ihre Preise für:',
          {
            list: [
              'Fördertechnik, Ersatzteile nach Liste',
              'Wartung an drei Standorten (Hamburg, Bremen, Lübeck)',
              'Schulung für zwölf Mitarbeiter',
            ],
          },
          'Mit freundlichen Grüßen',
          'Katrin Möller',
        ],
      },
      {
        from: 'dana',
        daysAgo: 18,
        hour: 14,
        files: [['Preisliste 2027.xlsx', xlsx, 61_440]],
        body: [
          'Guten Tag Frau Möller,',
          'anbei die Preisliste. Bei drei Jahren Laufzeit geben wir 6 % auf alle Ersatzteile.',
          'Viele Grüße, Dana Whitaker',
        ],
      },
      {
        from: 'juergen.weiss@nordwind-logistik.example',
        cc: ['katrin.moeller@nordwind-logistik.example'],
        daysAgo: 8,
        hour: 11,
        body: [
          'Sehr geehrte Frau Whitaker,',
          'drei Jahre sind für uns denkbar, wenn die Preise an den Index gebunden werden. Könnten wir das bei Ihrem Besuch besprechen?',
          'Jürgen Weiß',
        ],
      },
      {
        from: 'katrin.moeller@nordwind-logistik.example',
        daysAgo: 2,
        hour: 8,
        unread: true,
        body: [
          'Guten Morgen,',
          'Herr Weiß hätte am Dienstag oder Mittwoch Zeit. Passt Ihnen das? Den Entwurf bringen wir mit.',
          'Katrin Möller',
        ],
      },
    ],
  },
];
