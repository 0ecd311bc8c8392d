/** First name, last name, the part of the address before the @, job title; the reading of the names where they have one. */
export type Person = readonly [
  first: string,
  last: string,
  mailbox: string,
  title: string,
  firstReading: string | null,
  lastReading: string | null,
];

export interface Company {
  readonly name: string;
  readonly domain: string;
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  readonly country: string;
  /** Country calling code and area, the start of every phone number there. */
  readonly phone: string;
  /** Option value of the column industrycode. */
  readonly industry: number;
  readonly employees: number;
  /** Sign-in name of the colleague who owns the account and its contacts. */
  readonly owner: string;
  /** How the name is read (furigana). */
  readonly reading: string | null;
  readonly people: readonly Person[];
}

export interface Prospect {
  readonly first: string;
  readonly last: string;
  readonly company: string;
  readonly address: string;
  readonly subject: string;
}

/** A company in the order of {@link Company}'s fields; indented below it, the people who work there. Readings are left out but for Japanese names. */
const customers = `
Contoso Ltd | contoso.example | 1201 Pine Street | 98101 | Seattle | United States | +1 206 555 | 7 | 420 | dana
  Anna | Lindqvist | anna.lindqvist | Chief Financial Officer
  Marcus | Webb | marcus.webb | Purchasing Manager
  Priya | Raman | priya.raman | IT Director
  Tom | O'Neill | tom.oneill | Plant Manager
Fabrikam Robotics | fabrikam.example | 77 River Road | 97204 | Portland | United States | +1 503 555 | 7 | 1150 | dana
  Grace | Hollis | grace.hollis | VP Operations
  Luis | Herrera | luis.herrera | Automation Engineer
  Yuki | Sanders | yuki.sanders | Buyer
  Ben | Carter | ben.carter | Maintenance Lead
Nordwind Logistik GmbH | nordwind-logistik.example | Am Sandtorkai 40 | 20457 | Hamburg | Germany | +49 40 555 | 12 | 680 | dana
  Jürgen | Weiß | juergen.weiss | Geschäftsführer
  Katrin | Möller | katrin.moeller | Leiterin Einkauf
  Stefan | Groß | stefan.gross | Flottenmanager
  Aylin | Yıldız | aylin.yildiz | Projektleiterin
Société Lumière | lumiere.example | 12 rue de la République | 69002 | Lyon | France | +33 4 55 55 | 9 | 95 | dana
  Hélène | Dupré | helene.dupre | Directrice générale
  Étienne | Garçon | etienne.garcon | Responsable achats
  Noémie | Lefèvre | noemie.lefevre | Cheffe de projet
東京精密機器 | tokyo-seimitsu.example | 千代田区丸の内 1-9-2 | 100-0005 | 東京 | 日本 | +81 3 5555 | 7 | 2300 | dana | トウキョウセイミツキキ
  健一 | 佐藤 | k.sato | 購買部長 | ケンイチ | サトウ
  美咲 | 鈴木 | m.suzuki | 技術課長 | ミサキ | スズキ
  翔太 | 高橋 | s.takahashi | 品質管理 | ショウタ | タカハシ
上海明珠贸易 | mingzhu.example | 南京东路 300 号 | 200001 | 上海 | 中国 | +86 21 5555 | 8 | 310 | dana
  伟 | 王 | wei.wang | 总经理
  丽 | 陈 | li.chen | 采购经理
  强 | 刘 | qiang.liu | 财务总监
Константа Энерго | konstanta.example | пр. Абая 52 | 050008 | Алматы | Казахстан | +7 727 555 | 11 | 540 | dana
  Ольга | Смирнова | o.smirnova | Директор по закупкам
  Тимур | Касымов | t.kasymov | Главный инженер
  Ирина | Волкова | i.volkova | Бухгалтер
النخيل للتجارة | alnakheel.example | شارع الشيخ زايد 15 | 00000 | دبي | الإمارات | +971 4 555 | 8 | 130 | dana
  ليلى | حداد | layla.haddad | مديرة المشتريات
  يوسف | المنصوري | yousef.almansoori | المدير العام
  سارة | خليل | sara.khalil | محاسبة
Τρόφιμα Αιγαίου Α.Ε. | aegeanfoods.example | Τσιμισκή 24 | 54624 | Θεσσαλονίκη | Ελλάδα | +30 231 555 | 6 | 210 | dana
  Ελένη | Παπαδοπούλου | eleni.papadopoulou | Διευθύντρια
  Νίκος | Γεωργίου | nikos.georgiou | Υπεύθυνος παραγωγής
  Μαρία | Αλεξίου | maria.alexiou | Λογίστρια
みなとメディカル株式会社 | minato-medical.example | 横浜市西区みなとみらい 2-3-1 | 220-0012 | 横浜 | 日本 | +81 45 555 | 5 | 60 | dana | ミナトメディカル
  さくら | 渡辺 | s.watanabe | 購買マネージャー | サクラ | ワタナベ
  ひろし | 小林 | h.kobayashi | 研究所長 | ヒロシ | コバヤシ
  ユキ | 加藤 | y.kato | 品質保証 | ユキ | カトウ
Adventure Works Cycles | adventure-works.example | 1600 Wazee Street | 80202 | Denver | United States | +1 303 555 | 10 | 780 | dana
  Nancy | Anderson | nancy.anderson | VP Supply Chain
  Rob | Young | rob.young | Warehouse Manager
  Imani | Brooks | imani.brooks | Category Manager
  Sven | Mortensen | sven.mortensen | Designer
Coho Winery | cohowinery.example | 18 Mill Creek Road | 99362 | Walla Walla | United States | +1 509 555 | 1 | 45 | dana
  Paula | Bento | paula.bento | Owner
  Jim | Glynn | jim.glynn | Cellar Master
  Rita | Vale | rita.vale | Office Manager
Svenska Verktyg AB | svenskaverktyg.example | Avenyn 21 | 411 36 | Göteborg | Sverige | +46 31 555 | 7 | 160 | dana
  Åsa | Öberg | asa.oberg | VD
  Lars | Håkansson | lars.hakansson | Inköpare
  Freja | Nyström | freja.nystrom | Kvalitetschef
Caffè Vesuvio S.p.A. | caffevesuvio.example | Via Toledo 156 | 80134 | Napoli | Italia | +39 081 555 | 6 | 88 | dana
  Giulia | Esposito | giulia.esposito | Amministratrice delegata
  Niccolò | De Luca | niccolo.deluca | Responsabile acquisti
  Chiara | Ricci | chiara.ricci | Marketing
Bosque Verde S.L. | bosqueverde.example | Calle Larios 9 | 29005 | Málaga | España | +34 952 555 | 1 | 35 | dana
  José | Muñoz | jose.munoz | Gerente
  Begoña | Ibáñez | begona.ibanez | Compras
  Íñigo | Peña | inigo.pena | Técnico
한빛소프트웨어 | hanbit.example | 강남구 테헤란로 152 | 06236 | 서울 | 대한민국 | +82 2 555 | 9 | 260 | dana
  지훈 | 김 | jihoon.kim | 대표이사
  서연 | 이 | seoyeon.lee | 구매팀장
  민준 | 박 | minjun.park | 개발팀장
Tailspin Toys | tailspintoys.example | 500 Congress Avenue | 78701 | Austin | United States | +1 512 555 | 10 | 300 | dana
  Maya | Castillo | maya.castillo | Director of Sourcing
  Eric | Gruber | eric.gruber | Product Manager
  Dawn | Fisher | dawn.fisher | Accounts Payable
Wide World Importers | wideworldimporters.example | 1 Market Street | 94105 | San Francisco | United States | +1 415 555 | 8 | 890 | dana
  Kayla | Woodcock | kayla.woodcock | Head of Buying
  Hudson | Onslow | hudson.onslow | Logistics
  Isabella | Rupp | isabella.rupp | Controller
  Taj | Shand | taj.shand | Customs Broker
भारत इलेक्ट्रिकल्स | bharat-electricals.example | फर्ग्युसन रोड 18 | 411004 | पुणे | भारत | +91 20 5555 | 11 | 1400 | dana
  अनिल | शर्मा | anil.sharma | महाप्रबंधक
  कविता | देशपांडे | kavita.deshpande | क्रय अधिकारी
  Rohan | Kulkarni | rohan.kulkarni | Engineer
Fourth Coffee | fourthcoffee.example | 800 Robson Street | V6Z 3B7 | Vancouver | Canada | +1 604 555 | 6 | 120 | omar
  Cat | Francis | cat.francis | General Manager
  Amir | Rahimi | amir.rahimi | Roastery Lead
  Joan | Bell | joan.bell | Bookkeeper
Litware Inc. | litware.example | 10 Post Office Square | 02109 | Boston | United States | +1 617 555 | 9 | 510 | omar
  Susanna | Stubberod | susanna.stubberod | Purchasing
  Alex | Wu | alex.wu | CTO
  Renee | Lo | renee.lo | Finance
Proseware Clinics | proseware.example | 4 Merrion Row | D02 X8F2 | Dublin | Ireland | +353 1 555 | 5 | 230 | omar
  Aoife | Ní Bhriain | aoife.nibhriain | Practice Director
  Colm | Byrne | colm.byrne | IT
  Siobhán | Daly | siobhan.daly | Buyer
Łódź Textil Sp. z o.o. | lodztextil.example | Piotrkowska 104 | 90-926 | Łódź | Polska | +48 42 555 | 7 | 340 | omar
  Zofia | Wójcik | zofia.wojcik | Prezes
  Paweł | Żak | pawel.zak | Zaopatrzenie
  Agnieszka | Krół | agnieszka.krol | Księgowość
Trey Research | treyresearch.example | 22 Broad Street | OX1 3AS | Oxford | United Kingdom | +44 1865 555 | 3 | 75 | ada
  Helen | Wilcox | helen.wilcox | Head of Laboratory
  Raj | Patel | raj.patel | Operations
  Oliver | Finch | oliver.finch | Researcher
A. Datum Corporation | adatum.example | 350 Fifth Avenue | 10118 | New York | United States | +1 212 555 | 4 | 3200 | ada
  Miriam | Adler | miriam.adler | Chief Procurement Officer
  Carlos | Grilo | carlos.grilo | Vendor Manager
  Joy | Phillips | joy.phillips | Analyst
`;

const inquiries = `
Ingrid | Solberg | Fjordkraft Marine | ingrid.solberg@fjordkraft.example | Pumps for a new ferry
Pedro | Antunes | Cortiça do Sul | pedro.antunes@cortica.example | Replacement of two conveyors
Chloé | Marchand | Atelier Marchand | chloe@ateliermarchand.example | Starter kit
Daniel | Osei | Accra Cold Chain | d.osei@accracold.example | Cold store monitoring
Mei | Tan | Straits Packaging | mei.tan@straits.example | Packaging line, budget price
Viktor | Horváth | Duna Gépgyár | v.horvath@dunagep.example | Service contract
Fatima | Zahra | Atlas Ceramics | fatima@atlasceramics.example | Kiln sensors
George | Mbeki | Cape Timber | george.mbeki@capetimber.example | Saw mill upgrade
Nora | Jensen | Havn & Co | nora@havn.example | Met at the Hannover fair
Kenji | 山本 | 大阪食品 | k.yamamoto@osakafoods.example | 包装ラインの見積
Sam | Whitfield | Whitfield Dairy | sam@whitfielddairy.example | Wants a demo
Lucía | Fernández | Viñedos del Río | lucia@vinedosdelrio.example | Bottling line
Oksana | Kovalenko | Дніпро Агро | oksana@dniproagro.example | Зернова сушарка
Tariq | Aziz | Indus Textiles | tariq.aziz@industextiles.example | Energy audit
Beatrice | Hall | Hall Brothers | bea.hall@hallbrothers.example | Called after the newsletter
`;

const fields = (line: string): string[] => line.split('|').map((field) => field.trim());
const lines = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

function parseCompany(line: string, people: readonly Person[]): Company {
  const [
    name = '',
    domain = '',
    street = '',
    postalCode = '',
    city = '',
    country = '',
    phone = '',
  ] = fields(line);
  const [industry, employees, owner = '', reading = null] = fields(line).slice(7);
  return {
    name,
    domain,
    street,
    postalCode,
    city,
    country,
    phone,
    industry: Number(industry),
    employees: Number(employees),
    owner,
    reading,
    people,
  };
}

function parseCompanies(text: string): Company[] {
  return text
    .trim()
    .split(/\n(?! )/)
    .map((group) => {
      const [head = '', ...rest] = lines(group);
      return parseCompany(
        head,
        rest.map((line): Person => {
          const [first = '', last = '', mailbox = '', title = '', ...readings] = fields(line);
          const [firstReading = null, lastReading = null] = readings;
          return [first, last, mailbox, title, firstReading, lastReading];
        }),
      );
    });
}

/** The customers of the demo organisation. */
export const companies: readonly Company[] = parseCompanies(customers);

/** People who asked, and are not customers yet. */
export const prospects: readonly Prospect[] = lines(inquiries).map((line) => {
  const [first = '', last = '', company = '', address = '', subject = ''] = fields(line);
  return { first, last, company, address, subject };
});
