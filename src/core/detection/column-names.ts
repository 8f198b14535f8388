import type { EventFieldName } from '../events/fields.ts';
import type { IdentifierType } from '../identifiers/types.ts';

/** Letters and digits in lowercase and without accents: `Teléfono_Móvil` is `telefonomovil`. */
export function nameKey(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** What people call these columns around the world; written as people write them. */
const IDENTIFIER_NAMES: Readonly<Record<IdentifierType, string>> = {
  EMAIL:
    'email e-mail mail email_address mail_address correo correo_electronico courriel adresse_electronique ' +
    'adresse_mail indirizzo_email posta_elettronica endereco_de_email mailadresse epost e-post eposta ' +
    'sahkoposti почта электронная_почта メール メールアドレス eメール 邮箱 电子邮件 電子郵件 이메일 ' +
    'بريد_إلكتروني ηλεκτρονικο_ταχυδρομειο',
  PHONE:
    'phone phone_number telephone tel mobile mobile_phone cell cell_phone cellphone telefon telefonnummer ' +
    'telefono telefone telefoonnummer telephonnummer movil celular handy handynummer mobilnummer mobil ' +
    'portable numero_de_telephone puhelin msisdn whatsapp gsm телефон 電話 電話番号 携帯電話 携帯 电话 电话号码 ' +
    '手机 手机号 전화번호 전화 휴대폰 هاتف τηλεφωνο cep_telefonu nomor_telepon sdt',
  IDFA: 'idfa apple_advertising_id ios_advertising_id apple_idfa ios_ad_id',
  AAID: 'aaid gaid google_advertising_id android_advertising_id adid google_ad_id android_ad_id',
  EXTERNAL_ID:
    'external_id customer_id user_id client_id member_id contact_id crm_id amperity_id loyalty_id kundennummer ' +
    'kunden_id numero_client id_client id_cliente codigo_cliente klantnummer 顧客id 会员id 客户id 고객id',
};

/** Either of the two: what a column holds tells which. */
const ADVERTISING_ID_NAMES = 'advertising_id maid mobile_advertising_id mobile_ad_id device_id ad_id ifa';

/** Other names of event fields, besides their own. */
const EVENT_FIELD_NAMES: Readonly<Partial<Record<EventFieldName, string>>> = {
  event: 'event_name event_type conversion_event',
  timestamp:
    'event_time time ts datetime date event_date event_timestamp order_date order_datetime order_time ' +
    'purchase_date purchase_time purchased_at transaction_date transaction_time ordered_at created_at occurred_at',
  event_id: 'eventid',
  order_id: 'order_number order_no transaction_id receipt_id receipt_number bestellnummer',
  shop_id: 'store_id store store_number location_id branch_id filiale',
  content_id: 'product_id sku item_id product_sku article_id article_number',
  content_name: 'product_name item_name product_title article_name',
  content_category: 'product_category item_category category',
  brand: 'product_brand manufacturer',
  price: 'unit_price item_price price_per_item',
  quantity: 'qty item_quantity units item_count anzahl cantidad quantite',
  value: 'revenue total amount order_total order_value total_amount total_price item_revenue net_revenue',
  currency: 'currency_code iso_currency wahrung moneda devise',
  page_url: 'url page landing_page page_location',
  referrer_url: 'referrer referer page_referrer',
  ip: 'ip_address client_ip remote_addr',
  agent: 'user_agent useragent browser_agent',
  cookie_id: 'ttp _ttp',
  tiktok_click_id: 'ttclid click_id',
  locale: 'language lang',
  event_channel: 'channel sales_channel',
};

function keys(names: string): readonly string[] {
  return names.split(' ').map(nameKey);
}

function isIdentifierType(type: string): type is IdentifierType {
  return Object.hasOwn(IDENTIFIER_NAMES, type);
}

const IDENTIFIER_KEYS = Object.keys(IDENTIFIER_NAMES)
  .filter(isIdentifierType)
  .map((type) => ({ type, keys: keys(IDENTIFIER_NAMES[type]) }));

const ADVERTISING_ID_KEYS = keys(ADVERTISING_ID_NAMES);

const EVENT_FIELD_KEYS: ReadonlyMap<string, string> = new Map(
  Object.entries(EVENT_FIELD_NAMES).flatMap(([field, names]) =>
    keys(names).map((key): [string, string] => [key, field]),
  ),
);

export interface NameHint {
  readonly type: IdentifierType | 'ADVERTISING_ID';
  /** The whole name says it, apart from words such as "hashed"; otherwise it is a part of the name. */
  readonly isWhole: boolean;
}

/** Words around an identifier's name that leave it one. */
const HARMLESS = /(?:sha256|sha1|md5|hash(?:ed)?|primary|best|main|customer|user|contact|home|work|[0-9]+)/g;

/** What a column's name says it holds; undefined when nothing. */
export function identifierHint(name: string): NameHint | undefined {
  const key = nameKey(name);
  const core = key.replace(HARMLESS, '');
  for (const { type, keys: known } of IDENTIFIER_KEYS) {
    if (known.includes(key) || known.includes(core)) return { type, isWhole: true };
  }
  if (ADVERTISING_ID_KEYS.includes(key)) return { type: 'ADVERTISING_ID', isWhole: true };
  for (const { type, keys: known } of IDENTIFIER_KEYS) {
    // Short words are parts of many others: "tel" of "hotel".
    if (known.some((word) => word.length > (/^\p{ASCII}*$/u.test(word) ? 3 : 1) && key.includes(word))) {
      return { type, isWhole: false };
    }
  }
  return undefined;
}

/** The event field that another name of it stands for; the fields' own names are not looked up here. */
export function eventFieldHint(name: string): string | undefined {
  return EVENT_FIELD_KEYS.get(nameKey(name));
}
