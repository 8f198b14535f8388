/** The ISO 4217 codes that TikTok's list of supported currencies names. */
export const CURRENCIES: ReadonlySet<string> = new Set(
  (
    'AED ARS AUD BDT BHD BIF BOB BRL CAD CHF CLP CNY COP CRC CZK DKK DZD EGP EUR GBP GTQ HKD HNL HUF IDR ' +
    'ILS INR ISK JPY KES KHR KRW KWD KZT MAD MOP MXN MYR NGN NIO NOK NZD OMR PEN PHP PKR PLN PYG QAR RON ' +
    'RUB SAR SEK SGD THB TRY TWD UAH USD VES VND ZAR'
  ).split(' '),
);

export const DEFAULT_CURRENCY = 'USD';

/** The code in capitals, USD for a blank one, undefined for one that TikTok doesn't take. */
export function readCurrency(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  if (code === '') return DEFAULT_CURRENCY;
  return CURRENCIES.has(code) ? code : undefined;
}
