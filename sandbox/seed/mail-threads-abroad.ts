import { pdf, type Thread } from './mail-script';

/** Conversations with customers who do not write English or German. */
export const foreignThreads: readonly Thread[] = [
  {
    subject: '見積書のご確認',
    messages: [
      {
        from: 'k.sato@tokyo-seimitsu.example',
        daysAgo: 9,
        hour: 1,
        files: [['仕様書.pdf', pdf, 733_210]],
        body: [
          'ウィテカー様',
          'お世話になっております。仕様書を添付いたします。納期と価格をご確認いただけますでしょうか。',
          '佐藤',
        ],
      },
      {
        from: 'dana',
        daysAgo: 8,
        hour: 7,
        body: [
          'Sato-san,',
          'thank you for the specification. Delivery is 14 weeks; the quotation follows tomorrow in both languages.',
          'Dana',
        ],
      },
      {
        from: 'm.suzuki@tokyo-seimitsu.example',
        cc: ['k.sato@tokyo-seimitsu.example'],
        daysAgo: 4,
        hour: 2,
        unread: true,
        body: [
          'ウィテカー様',
          '技術課の鈴木です。次の点をお教えください。',
          { list: ['位置決め精度（±0.02 mm）', '騒音レベル', '予備部品の在庫'] },
          'よろしくお願いいたします。',
        ],
      },
    ],
  },
  {
    subject: 'Commande 4471 : date de livraison',
    messages: [
      {
        from: 'etienne.garcon@lumiere.example',
        daysAgo: 15,
        hour: 10,
        body: [
          'Bonjour Dana,',
          'où en est la commande 4471 ? Nos équipes attendent les deux armoires pour le 3.',
          'Étienne',
        ],
      },
      {
        from: 'dana',
        daysAgo: 15,
        hour: 12,
        body: [
          'Bonjour Étienne,',
          'les armoires partent vendredi, le transporteur annonce la livraison pour lundi matin.',
          'Bien à vous, Dana',
        ],
      },
      {
        from: 'helene.dupre@lumiere.example',
        cc: ['etienne.garcon@lumiere.example'],
        daysAgo: 11,
        hour: 9,
        body: [
          'Chère Dana,',
          'bien reçu, tout est conforme. Merci à vous et à l’équipe : c’est la première fois qu’une livraison arrive avant l’heure.',
          'Hélène Dupré',
        ],
      },
    ],
  },
  {
    subject: 'Warehouse project: next steps',
    messages: [
      {
        from: 'nancy.anderson@adventure-works.example',
        daysAgo: 7,
        hour: 15,
        body: [
          'Dana,',
          'the steering committee liked your proposal. Budget for phase 1 is released, phase 2 depends on the results.',
          {
            table: [
              ['Phase', 'Scope', 'Budget'],
              ['1', 'Goods in, 4 shuttles', '$410,000'],
              ['2', 'Picking, 11 shuttles', '$960,000 (to be confirmed)'],
            ],
          },
          'Who runs the project on your side?',
          'Nancy',
        ],
      },
      {
        from: 'dana',
        cc: ['omar@alpine-automation.example'],
        daysAgo: 7,
        hour: 18,
        body: [
          'Nancy, that is great news.',
          'Omar and I will run it together until the kick-off; I copy him here.',
          'Dana',
        ],
      },
      {
        from: 'omar@alpine-automation.example',
        to: ['nancy.anderson@adventure-works.example'],
        cc: ['dana'],
        daysAgo: 6,
        hour: 14,
        body: [
          'Nancy, pleased to meet you.',
          'Could you send us the floor plan in DXF? We reserve the engineers from the first of the month.',
          'Omar',
        ],
      },
      {
        from: 'rob.young@adventure-works.example',
        cc: ['nancy.anderson@adventure-works.example'],
        daysAgo: 2,
        hour: 20,
        unread: true,
        files: [['Hall B floor plan.dxf', 'image/vnd.dxf', 1_204_551]],
        body: ['Floor plan attached. Mind the pillar at C7, it is not on the old drawing.', 'Rob'],
      },
    ],
  },
  {
    subject: '关于合同的付款条款',
    messages: [
      {
        from: 'li.chen@mingzhu.example',
        daysAgo: 13,
        hour: 3,
        body: [
          '您好，Dana：',
          '合同第 5 条的付款条款，我们希望改为 30% 预付、60% 发货前、10% 验收后。请确认。',
          '陈丽',
        ],
      },
      {
        from: 'dana',
        cc: ['qiang.liu@mingzhu.example'],
        daysAgo: 13,
        hour: 9,
        body: [
          'Dear Ms. Chen,',
          '30/60/10 works for us. I send the amended contract today.',
          'Dana',
        ],
      },
      {
        from: 'qiang.liu@mingzhu.example',
        daysAgo: 10,
        hour: 4,
        files: [['合同-已签.pdf', pdf, 902_117]],
        body: ['Dana，', '合同已签字盖章，见附件。预付款将在五个工作日内汇出。', '刘强'],
      },
    ],
  },
  {
    subject: 'Запрос на обслуживание насосной станции',
    messages: [
      {
        from: 't.kasymov@konstanta.example',
        daysAgo: 16,
        hour: 6,
        body: [
          'Добрый день!',
          'Просим включить в план обслуживания насосную станцию № 2. Желательно до наступления морозов.',
          'Тимур Касымов',
        ],
      },
      {
        from: 'dana',
        daysAgo: 16,
        hour: 8,
        body: [
          'Dear Timur,',
          'the team can come in two weeks. I will confirm the day with Olga.',
          'Dana',
        ],
      },
      {
        from: 'o.smirnova@konstanta.example',
        cc: ['t.kasymov@konstanta.example'],
        daysAgo: 14,
        hour: 7,
        body: [
          'Здравствуйте, Дана!',
          'Нам подходит любой день, кроме пятницы. Пропуска оформим заранее.',
          'Ольга Смирнова',
        ],
      },
    ],
  },
  {
    subject: 'طلب عرض سعر',
    messages: [
      {
        from: 'layla.haddad@alnakheel.example',
        daysAgo: 5,
        hour: 5,
        body: [
          'مرحباً دانا،',
          'نرجو إرسال عرض سعر لخط تعبئة بطاقة ٢٠٠ عبوة في الدقيقة، مع التركيب والتدريب.',
          'ليلى حداد',
        ],
      },
      {
        from: 'dana',
        daysAgo: 5,
        hour: 9,
        body: ['Dear Layla,', 'with pleasure. Which bottle sizes, and glass or PET?', 'Dana'],
      },
      {
        from: 'layla.haddad@alnakheel.example',
        daysAgo: 4,
        hour: 6,
        body: ['دانا،', 'عبوات PET بسعة ٣٣٠ و٥٠٠ مل. شكراً لك.', 'ليلى'],
      },
    ],
  },
  {
    subject: 'デモのお礼とお見積りのお願い',
    messages: [
      {
        from: 's.watanabe@minato-medical.example',
        cc: ['h.kobayashi@minato-medical.example'],
        daysAgo: 12,
        hour: 2,
        body: [
          'ウィテカー様',
          '先日はロボットセルのデモをありがとうございました。分析ラボの自動化について、お見積りをいただけますでしょうか。',
          'みなとメディカル　渡辺さくら',
        ],
      },
      {
        from: 'dana',
        daysAgo: 12,
        hour: 7,
        body: [
          'Watanabe-san,',
          'thank you for coming. You will have the quotation on Friday, with and without the cooled store.',
          'Dana',
        ],
      },
      {
        from: 'y.kato@minato-medical.example',
        cc: ['s.watanabe@minato-medical.example'],
        daysAgo: 6,
        hour: 3,
        body: [
          'ウィテカー様',
          '品質保証の加藤です。バリデーション用の書類（IQ/OQ）もお付けいただけますか。',
          '加藤ユキ',
        ],
      },
    ],
  },
];
