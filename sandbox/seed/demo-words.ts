/** What activities are about, by kind. */
export const subjects = {
  task: [
    'Prepare the quotation',
    'Send the price list',
    'Check delivery date',
    'Update the forecast',
    'Ask engineering about drives',
    'Order samples',
    'Write the visit report',
    'Renew the contract',
  ],
  phonecall: [
    'Follow up on the offer',
    'Introduce the new service',
    'Ask about the budget',
    'Clarify payment terms',
    'Call back about the invoice',
    'Agree on a date',
  ],
  appointment: [
    'Visit on site',
    'Kick-off meeting',
    'Demo of the new cell',
    'Contract talks',
    'Quarterly review',
    'Training day',
  ],
  email: [
    'Quotation',
    'Thank you for your visit',
    'Documents as promised',
    'Delivery date',
    'Your question about spare parts',
    'Minutes of our meeting',
  ],
} as const;

/** Words of an e-mail: what it may be about, how it begins and ends, and what may stand between. */
interface MailWords {
  readonly subjects: readonly string[];
  readonly greeting: (first: string) => string;
  readonly lines: readonly string[];
  readonly ending: string;
}

const english: MailWords = {
  subjects: subjects.email,
  greeting: (first) => `Dear ${first},`,
  lines: [
    'please find the details below.',
    'thank you for your time today.',
    'as discussed on the phone.',
  ],
  ending: 'Best regards',
};

const abroad: Readonly<Record<string, MailWords>> = {
  日本: {
    subjects: ['お見積りのお願い', 'デモのお礼', 'スペアパーツについて', '納期のご確認'],
    greeting: (first) => `${first}様`,
    lines: [
      'いつもお世話になっております。下記のとおりご連絡いたします。',
      '本日はありがとうございました。',
      'お電話の件、よろしくお願いいたします。',
    ],
    ending: 'よろしくお願いいたします。',
  },
  Ελλάδα: {
    subjects: ['Προσφορά', 'Χρόνος παράδοσης', 'Ανταλλακτικά', 'Πρακτικά της συνάντησης'],
    greeting: (first) => `Αγαπητή ${first},`,
    lines: [
      'σας στέλνουμε τις λεπτομέρειες παρακάτω.',
      'ευχαριστούμε για τη σημερινή συνάντηση.',
      'όπως είπαμε στο τηλέφωνο.',
    ],
    ending: 'Με εκτίμηση',
  },
};

/** What customers of this country write. */
export const mailWords = (country: string): MailWords => abroad[country] ?? english;

/** The body of a mail to or from there: customers write in their language, we in English. */
export function mailText(country: string, incoming: boolean, to: string, line: number): string {
  const { greeting, lines, ending } = incoming ? mailWords(country) : english;
  return [greeting(to), lines[line % lines.length], ending]
    .map((text) => `<p>${text}</p>`)
    .join('');
}
