import type { DialectGroup } from './dialect-group.ts';

export const TIME_CASES: DialectGroup = {
  date_diff: [
    ["date_diff('day', timestamp '2020-01-01 23:00:00', timestamp '2020-01-02 01:00:00')", '0'],
    ["date_diff('hour', timestamp '2020-01-01 23:00:00', timestamp '2020-01-02 01:00:00')", '2'],
    ["date_diff('day', date '2020-03-01', date '2020-03-31')", '30'],
    ["date_diff('month', date '2020-01-31', date '2020-02-29')", '1'],
    ["date_diff('month', date '2020-01-15', date '2020-03-14')", '1'],
    ["date_diff('day', date '2020-03-31', date '2020-03-01')", '-30'],
    ["date_diff('year', date '2020-02-29', date '2021-02-28')", '1'],
  ],
  date_add: [
    ["date_add('day', -7, date '2020-01-05')", '2019-12-29'],
    ["date_add('month', 1, date '2020-01-31')", '2020-02-29'],
    ["date_add('hour', 3, timestamp '2020-01-01 22:00:00')", '2020-01-02 01:00:00'],
    ["date_add('quarter', 1, date '2020-01-31')", '2020-04-30'],
  ],
  interval: [
    ["date '2020-01-31' + interval '1' month", '2020-02-29'],
    ["date '2020-01-05' - interval '7' day", '2019-12-29'],
    ["timestamp '2020-01-01 00:00:00' + interval '36' hour", '2020-01-02 12:00:00'],
  ],
  date_trunc: [
    ["date_trunc('month', date '2020-02-15')", '2020-02-01'],
    ["date_trunc('week', date '2020-02-15')", '2020-02-10'],
    ["date_trunc('hour', timestamp '2020-02-15 10:20:30')", '2020-02-15 10:00:00'],
  ],
  extract: [
    ["extract(dow FROM date '2020-02-16')", '7'],
    ["extract(day_of_week FROM date '2020-02-17')", '1'],
    ["extract(year FROM date '2020-02-16')", '2020'],
    ["extract(doy FROM date '2020-02-01')", '32'],
    ["extract(week FROM date '2021-01-03')", '53'],
    ["extract(second FROM timestamp '2020-01-01 00:00:05.6')", '5'],
  ],
  day_of_week: [["day_of_week(date '2020-02-16')", '7']],
  dow: [["dow(date '2020-02-16')", '7']],
  day_of_year: [["day_of_year(date '2020-12-31')", '366']],
  year_of_week: [["year_of_week(date '2021-01-03')", '2020']],
  week: [["week(date '2021-01-03')", '53']],
  quarter: [["quarter(date '2020-05-01')", '2']],
  millisecond: [["millisecond(timestamp '2020-01-01 00:00:05.678')", '678']],
  year: [["year(date '2020-05-01')", '2020']],
  month: [["month(date '2020-05-01')", '5']],
  day: [["day(date '2020-05-01')", '1']],
  hour: [["hour(timestamp '2020-01-01 13:14:15')", '13']],
  last_day_of_month: [["last_day_of_month(date '2020-02-10')", '2020-02-29']],
  date: [
    ["date('2020-01-02')", '2020-01-02'],
    ["date(timestamp '2020-01-02 10:00:00')", '2020-01-02'],
  ],
  date_parse: [
    ["date_parse('2020-01-02 03:04:05', '%Y-%m-%d %H:%i:%s')", '2020-01-02 03:04:05'],
    ["date_parse('2/1/2020', '%e/%c/%Y')", '2020-01-02 00:00:00'],
    ["date_parse('02 Jan 2020', '%d %b %Y')", '2020-01-02 00:00:00'],
  ],
  date_format: [
    ["date_format(timestamp '2020-01-02 03:04:05', '%Y-%m-%d %H:%i:%s')", '2020-01-02 03:04:05'],
    ["date_format(date '2020-01-02', '%M %e, %Y, %W')", 'January 2, 2020, Thursday'],
    [
      "date_format(timestamp '2020-01-02 15:04:05', '%h:%i %p, %T, %k, %l, %x-%v')",
      '03:04 PM, 15:04:05, 15, 3, 2020-01',
    ],
    ["date_format(timestamp '2020-01-02 15:04:05.123456', '%f')", '123000'],
  ],
  parse_datetime: [
    ["parse_datetime('2020-01-02T03:04:05', 'yyyy-MM-dd''T''HH:mm:ss')", '2020-01-02 03:04:05+00'],
  ],
  format_datetime: [
    [
      "format_datetime(timestamp '2020-01-02 15:04:05.678', 'EEE, d MMM yyyy hh:mm:ss.SSS a')",
      'Thu, 2 Jan 2020 03:04:05.678 PM',
    ],
  ],
  from_unixtime: [
    ['from_unixtime(1577934245)', '2020-01-02 03:04:05+00'],
    ['from_unixtime(5000000000)', '2128-06-11 08:53:20+00'],
  ],
  to_unixtime: [["to_unixtime(timestamp '2020-01-02 03:04:05')", '1577934245.0']],
  from_iso8601_date: [["from_iso8601_date('2020-01-02')", '2020-01-02']],
  from_iso8601_timestamp: [
    ["to_unixtime(from_iso8601_timestamp('2020-01-02T03:04:05-08:00'))", '1577963045.0'],
  ],
  to_iso8601: [
    ["to_iso8601(date '2020-01-02')", '2020-01-02'],
    ["to_iso8601(CAST('2020-01-02 03:04:05' AS timestamp))", '2020-01-02T03:04:05.000'],
  ],
  to_milliseconds: [["to_milliseconds(interval '2' second)", '2000']],
  'AT TIME ZONE': [
    ["CAST(timestamp '2020-01-01 01:00:00' AT TIME ZONE 'America/New_York' AS date)", '2019-12-31'],
  ],
  at_timezone: [["hour(at_timezone(timestamp '2020-01-01 01:00:00', 'America/New_York'))", '20']],
  current_date: [['current_date = date(current_timestamp)', 'true']],
  current_timezone: [['current_timezone()', 'UTC']],
  now: [["now() > timestamp '2020-01-01 00:00:00'", 'true']],
  week_of_year: [["week_of_year(date '2021-01-03')", '53']],
  day_of_month: [["day_of_month(date '2021-01-03')", '3']],
  doy: [["doy(date '2020-12-31')", '366']],
  yow: [["yow(date '2021-01-03')", '2020']],
  minute: [["minute(timestamp '2020-01-01 13:14:15')", '14']],
  second: [["second(timestamp '2020-01-01 13:14:15')", '15']],
};
